package io.vertikv.tools.server;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** Named reasons for which the node should not get traffic now. Ready means that every check passes. Thread-safe. */
public final class Readiness {
  /** The answer of one check; {@code detail} says why, in a few words. */
  public record Check(boolean passes, String detail) {
    public static Check pass(String detail) { return new Check(true, detail); }

    public static Check fail(String detail) { return new Check(false, detail); }
  }

  private final Map<String, Supplier<Check>> checks = new ConcurrentSkipListMap<>();

  /** Adds or replaces a check. It is asked at every probe, on an event loop: it must be quick. */
  public void check(String name, Supplier<Check> check) {
    checks.put(name, check);
  }

  /** The answers now, by name. */
  public Map<String, Check> now() {
    Map<String, Check> answers = new ConcurrentSkipListMap<>();
    checks.forEach((name, check) -> answers.put(name, check.get()));
    return answers;
  }
}
