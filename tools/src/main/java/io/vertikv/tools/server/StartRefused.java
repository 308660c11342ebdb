package io.vertikv.tools.server;

/** The node cannot start, for a reason that a person can remove. The message says what to do. */
public final class StartRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StartRefused(String message) { super(message); }

  public StartRefused(String message, Throwable cause) { super(message, cause); }
}
