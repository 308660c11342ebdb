package io.vertikv.store.raftlog;

/**
 * Kinds of records with the size of their fixed part, and the sizes that all share. The code is on disk: never reuse
 * one.
 */
enum RecordKind {
  APPEND(1, 12), TRUNCATE(2, 8), COMPACT(3, 16), RESET(4, 16), REMOVE(5, 0), REWRITE(6, 28), MARK(7, 16);

  /** Length, checksum, body length, kind, flags, group, ordinal. */
  static final int HEADER_BYTES = 32;
  static final int STATE_BYTES = 24;
  /** What an entry has before its payload: checksum, length, term, kind. */
  static final int ENTRY_BYTES = 17;
  static final int META_BYTES_MAX = HEADER_BYTES + STATE_BYTES + 28;
  static final int FLAG_STATE = 1;
  private static final RecordKind[] BY_CODE = {null, APPEND, TRUNCATE, COMPACT, RESET, REMOVE, REWRITE, MARK};

  final int code;
  private final int fixedBytes;

  RecordKind(int code, int fixedBytes) {
    this.code = code;
    this.fixedBytes = fixedBytes;
  }

  /** Null for a code that this version does not know. */
  static RecordKind of(int code) {
    return code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }

  int metaBytes(boolean withState) { return HEADER_BYTES + (withState ? STATE_BYTES : 0) + fixedBytes; }

  boolean hasEntries() { return this == APPEND || this == REWRITE; }

  /** Bytes of a whole record: records begin at multiples of eight, so that a search for one is quick. */
  long recordBytes(boolean withState, long bodyBytes) {
    return align(metaBytes(withState) + bodyBytes);
  }

  static long align(long bytes) { return (bytes + 7) & ~7L; }
}
