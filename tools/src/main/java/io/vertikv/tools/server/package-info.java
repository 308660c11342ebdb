/**
 * The process around a node. {@link io.vertikv.tools.server.NodeShell} takes a configuration and a list of
 * {@link io.vertikv.tools.server.Service}s, locks the data folder, starts Vert.x, the admin HTTP server and the
 * services in order, and stops them in reverse when it is told to. {@link io.vertikv.tools.server.NodeServices} is the
 * seam: whoever assembles the database implements it and finds all it needs in a
 * {@link io.vertikv.tools.server.NodeContext}. Nothing here decides anything about data.
 */
package io.vertikv.tools.server;
