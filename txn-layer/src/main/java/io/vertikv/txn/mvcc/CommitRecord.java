package io.vertikv.txn.mvcc;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import java.util.Arrays;

/**
 * One committed version of a key: in WRITE, under the key itself, the newest; in HISTORY those that it replaced.
 *
 * <pre>
 * version u8 = 1 | commit_ts u64 | value
 * </pre>
 *
 * A key that is absent has no record.
 */
public final class CommitRecord {
  private static final int VERSION = 1;
  private static final int HEAD_BYTES = 9;

  private CommitRecord() {}

  /** What stands before the value. */
  public static void head(long commitTs, ByteWriter out) {
    out.u8(VERSION).u64(commitTs);
  }

  /** Null, for no record, is {@link Versioned#ABSENT}. */
  static Versioned decode(byte[] record) {
    return record == null ? Versioned.ABSENT : new Versioned(value(record), commitTs(record));
  }

  static long commitTs(byte[] record) {
    ByteReader in = new ByteReader(record);
    int version = in.u8();
    if (version != VERSION) throw new MalformedBytes("commit record of version " + version);
    return in.u64();
  }

  /** A copy. */
  static byte[] value(byte[] record) {
    if (record.length < HEAD_BYTES) throw new MalformedBytes("commit record of " + record.length + " bytes");
    return Arrays.copyOfRange(record, HEAD_BYTES, record.length);
  }
}
