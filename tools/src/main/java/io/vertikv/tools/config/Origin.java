package io.vertikv.tools.config;

/** Where a value came from. {@code where} is the flag, the variable or the line of the file; empty for a default. */
public record Origin(Source source, String where) {
  /** In order of precedence, strongest first. */
  public enum Source {
    FLAG, ENVIRONMENT, FILE, DEFAULT
  }

  static final Origin DEFAULT = new Origin(Source.DEFAULT, "");

  @Override
  public String toString() { return source == Source.DEFAULT ? "default" : where; }
}
