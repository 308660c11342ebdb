package io.vertikv.txn.mvcc;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.MalformedBytes;
import java.util.Arrays;

/**
 * What stands in the WRITE family at a version's key.
 *
 * <pre>
 * version and kind u8 = 1k | start_ts u64, only if k has bit 3 | short value, only for PUT
 * k: 0 PUT, value inline   1 PUT, value in DATA at start_ts   2 DELETE
 * </pre>
 *
 * Without a start_ts the transaction was one batch of a region (1PC): start_ts = commit_ts.
 */
public final class CommitRecord {
  /**
   * Values up to this many bytes stand inline. One read instead of two, against larger blocks under the keys of a scan;
   * headers of small collections (4 KiB) should be one read.
   */
  public static final int INLINE_BYTES_MAX = 4096 + 64;

  private static final int VERSION = 0x10;
  private static final int PUT = 0;
  private static final int PUT_LONG = 1;
  private static final int DELETE = 2;
  private static final int HAS_START_TS = 8;

  private CommitRecord() {}

  /** First byte of a record of a one-batch transaction whose value follows inline. */
  public static byte inlineMark() {
    return VERSION | PUT;
  }

  /** The whole record of a one-batch transaction whose value lies in DATA at its commit_ts. */
  public static byte[] longPut() {
    return new byte[]{VERSION | PUT_LONG};
  }

  /** The whole record of a one-batch transaction that deleted the key. */
  public static byte[] delete() {
    return new byte[]{VERSION | DELETE};
  }

  public static boolean isInline(int valueLength) { return valueLength <= INLINE_BYTES_MAX; }

  public static boolean isDelete(byte[] record) { return kind(record) == DELETE; }

  public static boolean isLong(byte[] record) { return kind(record) == PUT_LONG; }

  /** The inline value, a copy. */
  public static byte[] value(byte[] record) {
    return Arrays.copyOfRange(record, (record[0] & HAS_START_TS) != 0 ? 9 : 1, record.length);
  }

  public static long startTs(byte[] record, long commitTs) {
    return (record[0] & HAS_START_TS) == 0 ? commitTs : new ByteReader(record, 1, 8).u64();
  }

  private static int kind(byte[] record) {
    if (record.length == 0 || (record[0] & 0xF0) != VERSION) throw new MalformedBytes("not a commit record");
    return record[0] & 7;
  }
}
