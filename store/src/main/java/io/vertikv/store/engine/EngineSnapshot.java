package io.vertikv.store.engine;

import java.util.List;

/** One state of the engine, held until closed. */
public interface EngineSnapshot extends EngineReader, AutoCloseable {
  /**
   * Begins to copy the ranges into files of the folder. The export must be closed before the snapshot.
   *
   * @param tableBytesMax keys and values of one file, before compression
   */
  TableExport export(List<FamilyRange> ranges, TableFolder into, long tableBytesMax);

  @Override
  void close();
}
