package io.vertikv.store.engine;

/**
 * What a {@link ReadTier#MEMORY} read throws instead of touching the disk. One preallocated instance without a stack
 * trace: it is control flow on the read path, not an error.
 */
public final class NotInMemory extends RuntimeException {
  private static final long serialVersionUID = 1L;
  public static final NotInMemory INSTANCE = new NotInMemory();

  private NotInMemory() { super("not in memory", null, false, false); }
}
