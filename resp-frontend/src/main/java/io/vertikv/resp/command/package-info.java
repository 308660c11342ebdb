/**
 * The command table. Read {@link io.vertikv.resp.command.Command} (one line of the table),
 * {@link io.vertikv.resp.command.Args} (what a handler gets), then any family. A handler parses its arguments, calls a
 * type and replies; it knows neither key bytes nor RESP bytes.
 */
package io.vertikv.resp.command;
