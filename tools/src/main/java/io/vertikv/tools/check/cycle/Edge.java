package io.vertikv.tools.check.cycle;

/**
 * One transaction must come before another. {@code key} and {@code element} say why; they are empty when it is because of
 * time.
 */
record Edge(int from, int to, Kind kind, String key, String element) {
  enum Kind {
    /** Appended the version after the other's. */
    WW,
    /** Read the other's version. */
    WR,
    /** Read a version after which the other one appended. */
    RW,
    /** Was answered before the other one was invoked. */
    TIME
  }

  boolean isRw() { return kind == Kind.RW; }

  String text(String fromName, String toName) {
    return switch (kind) {
      case WW -> "%s appended %s to %s after what %s had appended (ww)".formatted(toName, element, key, fromName);
      case WR -> "%s read %s in %s, which %s had appended (wr)".formatted(toName, element, key, fromName);
      case RW -> "%s read %s without %s, which %s appended (rw)".formatted(fromName, key, element, toName);
      case TIME -> "%s was answered before %s was invoked (time)".formatted(fromName, toName);
    };
  }
}
