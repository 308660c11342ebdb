package io.vertikv.store.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What exports of all engines have in common: range after range, a new file when one is full or the range ends, never an
 * empty file. Files are called {@code 000001-write.table} and so on.
 */
public final class SlicedExport implements TableExport {
  /** Opens the files of an engine. */
  public interface Tables {
    Writer create(Family family, String name);
  }

  /** One file, entries in ascending order of keys. */
  public interface Writer extends AutoCloseable {
    void put(byte[] key, byte[] value);

    /** The file is whole. */
    void finish();

    @Override
    void close();
  }

  private final List<FamilyRange> ranges;
  private final Function<FamilyRange, EngineCursor> cursors;
  private final Tables tables;
  private final long tableBytesMax;
  private final List<TableFile> written = new ArrayList<>();
  private int nextRange;
  private EngineCursor cursor;
  private Writer writer;
  private String name;
  private long tableBytes;
  private long tableEntries;

  /** @param tableBytesMax keys and values of one file, before compression, but for its last entry */
  public SlicedExport(List<FamilyRange> ranges, Function<FamilyRange, EngineCursor> cursors, Tables tables,
      long tableBytesMax) {
    this.ranges = List.copyOf(ranges);
    this.cursors = cursors;
    this.tables = tables;
    this.tableBytesMax = tableBytesMax;
  }

  @Override
  public boolean advance(long bytes) {
    for (long copied = 0; copied < bytes;) {
      if (cursor == null && !openNextRange()) return false;
      if (cursor.next()) copied += copyEntry();
      else endRange();
    }
    return true;
  }

  @Override
  public List<TableFile> tables() { return List.copyOf(written); }

  @Override
  public void close() {
    if (cursor != null) cursor.close();
    if (writer != null) writer.close();
    cursor = null;
    writer = null;
    nextRange = ranges.size();
  }

  private boolean openNextRange() {
    if (nextRange == ranges.size()) return false;
    cursor = cursors.apply(ranges.get(nextRange++));
    return true;
  }

  private long copyEntry() {
    byte[] key = cursor.key();
    byte[] value = cursor.value();
    if (writer == null) openTable();
    writer.put(key, value);
    tableBytes += key.length + value.length;
    tableEntries++;
    if (tableBytes >= tableBytesMax) finishTable();
    return 1 + key.length + value.length;
  }

  private void endRange() {
    cursor.close();
    cursor = null;
    if (writer != null) finishTable();
  }

  private void openTable() {
    Family family = family();
    name = String.format(Locale.ROOT, "%06d-%s.table", written.size() + 1, family.label());
    writer = tables.create(family, name);
    tableBytes = 0;
    tableEntries = 0;
  }

  private void finishTable() {
    writer.finish();
    writer.close();
    writer = null;
    written.add(new TableFile(name, family(), tableEntries));
  }

  private Family family() { return ranges.get(nextRange - 1).family(); }
}
