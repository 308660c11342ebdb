package io.vertikv.tools.chaos.cluster;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes every sync of a process take longer, by strace, which holds the call up before it is done. All other calls of the
 * process are slowed a little, too.
 */
public final class SlowDisk implements AutoCloseable {
  private static final int DETACH_SECONDS = 10;
  private static final String SYNCS = "fsync,fdatasync,sync_file_range";

  private final Process strace;

  private SlowDisk(Process strace) { this.strace = strace; }

  static SlowDisk of(long pid, int delayMillis) throws IOException {
    String inject = "inject=" + SYNCS + ":delay_enter=" + TimeUnit.MILLISECONDS.toMicros(delayMillis);
    return new SlowDisk(new ProcessBuilder("strace", "-f", "-qq", "-o", "/dev/null", "-p", Long.toString(pid), "-e",
        "trace=" + SYNCS, "-e", inject).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start());
  }

  /** Whether strace is there and may do this: it tries on a child of its own. */
  public static boolean possible() throws InterruptedException {
    return ShellCommand
        .succeeds(List.of("strace", "-f", "-qq", "-o", "/dev/null", "-e", "inject=fsync:delay_enter=1", "true"));
  }

  boolean works() { return strace.isAlive(); }

  /** SIGTERM lets strace leave the process as it was. */
  @Override
  public void close() {
    strace.destroy();
    try {
      if (!strace.waitFor(DETACH_SECONDS, TimeUnit.SECONDS)) strace.destroyForcibly();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      strace.destroyForcibly();
    }
  }
}
