package io.vertikv.store.engine;

import java.util.List;

/**
 * Ranges of one engine state on their way into files, a slice at a time, so that whoever drives it can pace or abandon
 * it. Blocks: workers only, one at a time. Closing it before the end leaves an unfinished folder to its owner.
 */
public interface TableExport extends AutoCloseable {
  /** Copies about this many bytes of keys and values more; false when everything has been copied. */
  boolean advance(long bytes);

  /** What was written, in order of family and key; complete after {@link #advance} returned false. */
  List<TableFile> tables();

  @Override
  void close();
}
