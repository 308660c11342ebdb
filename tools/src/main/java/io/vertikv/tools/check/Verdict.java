package io.vertikv.tools.check;

import java.util.List;
import java.util.stream.Collectors;

/** What a checker says. Only {@link Holds} is a pass: who does not know has not agreed. */
public sealed interface Verdict {
  /** Findings beyond these are not told. */
  int FINDINGS_MAX = 20;

  record Holds() implements Verdict {
    @Override
    public String toString() { return "holds"; }
  }

  record Broken(List<Finding> findings) implements Verdict {
    public Broken { findings = findings.stream().limit(FINDINGS_MAX).toList(); }

    @Override
    public String toString() { return findings.stream().map(Finding::toString).collect(Collectors.joining("\n")); }
  }

  /** The search came to the end of its budget. */
  record Undecided(String what) implements Verdict {
    @Override
    public String toString() { return "not decided within the budget: " + what; }
  }

  static Verdict of(List<Finding> findings) { return findings.isEmpty() ? new Holds() : new Broken(findings); }

  default boolean holds() { return this instanceof Holds; }
}
