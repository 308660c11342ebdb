/**
 * The crash test: a node as a child process under load, killed again and again on the same data folder, and everything
 * that it promised looked for. Read {@link io.vertikv.tools.crash.CrashTest} (the rounds), then
 * {@link io.vertikv.tools.crash.Write} and {@link io.vertikv.tools.crash.Effect} (what is written, so that its presence
 * can be seen), {@link io.vertikv.tools.crash.LoadConnection} (who writes) and {@link io.vertikv.tools.crash.Audit}
 * (what must hold). {@link io.vertikv.tools.crash.NodeProcess} and {@link io.vertikv.tools.crash.RespWire} serve the chaos
 * test too. It knows the server only from outside: a port and a process.
 */
package io.vertikv.tools.crash;
