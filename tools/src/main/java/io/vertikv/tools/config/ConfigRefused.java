package io.vertikv.tools.config;

import java.util.List;

/** The configuration cannot be used. Carries every problem found, each with name, value and what is allowed. */
public final class ConfigRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<String> problems;

  public ConfigRefused(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() { return problems; }
}
