package io.vertikv.raft.log;

/** A position in a log. Two logs with the same mark are the same up to it (log matching, Raft §5.3). */
public record LogMark(long index, long term) {
  public static final LogMark ZERO = new LogMark(0, 0);

  /** Raft §5.4.1: the later last term wins; with equal terms, the longer log. */
  public boolean isAtLeast(LogMark other) {
    return term != other.term ? term > other.term : index >= other.index;
  }

  @Override
  public String toString() { return index + "@" + term; }
}
