package io.vertikv.store.raftlog;

/** The log cannot be opened, or an entry cannot be read, because its bytes are not what was written. */
public final class CorruptLog extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CorruptLog(String message) { super(message); }
}
