package io.vertikv.store.engine;

import io.vertikv.store.bytes.MalformedBytes;

/** What is inside of the files that engines export. An engine ingests only its own. Codes are on disk and on the wire. */
public enum TableFormat {
  /** RocksDB's sorted string tables. */
  ROCKS(1),
  /** Keys and values one after the other ({@code engine.memory}). */
  PLAIN(2);

  private final int code;

  TableFormat(int code) { this.code = code; }

  public int code() { return code; }

  public static TableFormat of(int code) {
    for (TableFormat format : values()) if (format.code == code) return format;
    throw new MalformedBytes("unknown table format " + code);
  }
}
