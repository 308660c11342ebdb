package io.vertikv.tools.check;

/** A history that cannot be checked: not well-formed, or of a kind that the checker is not made for. */
public final class HistoryRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  public HistoryRefused(String message) { super(message); }

  HistoryRefused(String message, Throwable cause) { super(message, cause); }
}
