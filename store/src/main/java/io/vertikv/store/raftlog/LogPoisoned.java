package io.vertikv.store.raftlog;

/**
 * The log met a failed write or sync, or an operation that breaks its invariants, and takes nothing more until the
 * process was started again and has recovered from what the disk really holds.
 */
public final class LogPoisoned extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LogPoisoned(String message, Throwable cause) { super(message, cause); }
}
