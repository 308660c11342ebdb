package io.vertikv.store.engine;

/**
 * The engine could not do what it promises. After a failed write, flush or background job the engine's state on disk is
 * still a prefix of the batches, but nothing more can be built on it: the store stops, and replication covers for it. Only
 * after {@link Kind#DISK_FULL} the same call may be made again, and succeeds a few seconds after there is room.
 */
public final class EngineFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of help is needed. */
  public enum Kind {
    /** No space left: the call has changed nothing. Reads go on, writes wait for an operator. */
    DISK_FULL,
    /** A checksum or a structure is wrong: this copy of the data is not to be trusted. */
    CORRUPTION,
    /** The disk or the file system failed. */
    IO,
    /** Anything else; the message has the engine's own words. */
    OTHER
  }

  private final Kind kind;

  public EngineFailure(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() { return kind; }
}
