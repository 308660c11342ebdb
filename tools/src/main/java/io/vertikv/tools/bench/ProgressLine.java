package io.vertikv.tools.bench;

import java.io.PrintWriter;
import java.util.Locale;

/** One line that says how far a test is: rewritten in place on a terminal, a line each second elsewhere. */
final class ProgressLine {
  private static final int WIDTH = 90;

  private final PrintWriter out;
  private final boolean quiet;
  private final boolean terminal;

  ProgressLine(PrintWriter out, boolean quiet, boolean terminal) {
    this.out = out;
    this.quiet = quiet;
    this.terminal = terminal;
  }

  void show(String test, long replies, long errors, double perSecond) {
    if (quiet) return;
    String line = String.format(Locale.ROOT, "%s: %,d replies, %,.0f per second%s", test, replies, perSecond,
        errors == 0 ? "" : String.format(Locale.ROOT, ", %,d ERRORS", errors));
    if (terminal) out.print("\r" + line + " ".repeat(Math.max(0, WIDTH - line.length())));
    else out.println(line);
    out.flush();
  }

  void clear() {
    if (quiet || !terminal) return;
    out.print("\r" + " ".repeat(WIDTH) + "\r");
    out.flush();
  }
}
