/**
 * The commands of the server group, and what they read. {@link io.vertikv.resp.admin.AdminCommands} puts them together;
 * {@link io.vertikv.resp.admin.ServerFacts} is what they need to be told of the process;
 * {@link io.vertikv.resp.admin.InfoSection} and {@link io.vertikv.resp.admin.Directive} are the tables behind INFO and
 * CONFIG; {@link io.vertikv.resp.admin.CommandHints} adds to the command table what only COMMAND INFO tells.
 * {@link io.vertikv.resp.admin.CommandReference} writes docs/redis-commands.md from the same table.
 * No clock, no JVM and no sockets in here. Uses: session, command, type.
 */
package io.vertikv.resp.admin;
