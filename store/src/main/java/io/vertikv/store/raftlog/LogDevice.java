package io.vertikv.store.raftlog;

import java.io.IOException;
import java.util.List;

/**
 * The folder of segment files, as a port. Promises, all of them used by {@link RaftLog}:
 * a created or deleted segment survives a power cut for certain only after {@link #syncDirectory}; until then it may be
 * there or not. A created segment may hold any bytes (zeros, or what an older segment left): the log never trusts them.
 * One thread at a time creates and deletes; files may be read by any thread.
 */
public interface LogDevice extends AutoCloseable {
  /** Sequence numbers of the segments that exist, ascending. */
  List<Long> list() throws IOException;

  LogFile open(long sequence) throws IOException;

  /**
   * Makes a segment whose space is allocated: later writes inside the capacity need no more space, and syncing them
   * writes no metadata. Throws {@link NoSpace}, leaving nothing behind, when the disk has no room for it.
   */
  LogFile create(long sequence, long capacity) throws IOException;

  /**
   * Sets space aside so that the next {@link #create} of this capacity finds it; what was set aside before and is not used
   * yet counts. Throws {@link NoSpace}, leaving nothing behind, when the disk has no room for it.
   */
  void reserve(long capacity) throws IOException;

  /** What people know the segment by. */
  default String name(long sequence) { return "segment " + sequence; }

  void delete(long sequence) throws IOException;

  void syncDirectory() throws IOException;

  @Override
  void close() throws IOException;

  /** The disk has no room for a new segment; what is already there is not harmed. */
  final class NoSpace extends IOException {
    private static final long serialVersionUID = 1L;

    public NoSpace(String message) { super(message); }
  }
}
