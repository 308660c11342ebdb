package io.vertikv.tools.server;

import java.util.concurrent.atomic.AtomicReference;

/**
 * SIGTERM, SIGINT and SIGHUP: they drain the node and end the process with code 0, which the JVM by itself would not (it
 * says 143). Before the node serves there is nothing to drain, and whatever the start is doing may be cut at any moment,
 * as by kill -9: the process ends at once.
 */
public final class StopSignal {
  private final AtomicReference<NodeShell> serving = new AtomicReference<>();
  private final Thread hook = new Thread(this::stop, "vertikv-stop");

  private StopSignal() {}

  /** From now on a signal ends the process as described. */
  public static StopSignal await() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /** From now on there is something to drain. */
  public void drains(NodeShell shell) { serving.set(shell); }

  /** Leaves the end of the process, and its exit code, to others again. */
  public void ignore() {
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  private void stop() {
    NodeShell shell = serving.get();
    if (shell != null) shell.stopForSignal();
    Runtime.getRuntime().halt(0);
  }
}
