package io.vertikv.resp.type;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;

/** What a value takes in the store: the bytes of its records and of their keys, before compression, one version each. */
public final class ValueSize {
  /** What MVCC adds to each record: the inverted timestamp in its key, and the commit record around its value. */
  private static final int PER_RECORD = 8 + 16;
  private static final long ONE = 1;

  private ValueSize() {}

  /** Looks at up to so many parts and takes them for the mean of all. */
  public static long bytes(Tx tx, KeyEntry entry, long samples) {
    Header header = entry.header();
    long bytes = record(entry.key().header().length, header.bytes().length);
    if (!header.encoding().hasParts()) return bytes;
    Sampled elements = sample(tx, RedisKeys.elements(entry.key(), header.generation()), samples);
    bytes += elements.scaled(parts(header));
    if (header.type() != ValueType.ZSET) return bytes;
    Sampled scores = sample(tx, RedisKeys.scores(entry.key(), header.generation()), samples);
    Sampled ranks = sample(tx, RedisKeys.ranks(entry.key(), header.generation()), samples);
    return bytes + scores.scaled(RankTree.blocks(header.size())) + ranks.scaled(RankTree.nodes(header.size()));
  }

  /** How many parts there should be; lists and strings count something else than their parts. */
  private static long parts(Header header) {
    return switch (header.type()) {
      case HASH, SET, ZSET -> header.size();
      case STRING -> (header.size() + Segments.BYTES - 1) / Segments.BYTES;
      case LIST -> Math.max(ONE, header.size() / ListBlock.ELEMENTS_MAX);
      case STREAM -> ONE;
    };
  }

  private record Sampled(long count, long bytes, boolean all) {
    long scaled(long expected) {
      return all || count == 0 ? bytes : (long) ((double) bytes / count * Math.max(expected, count));
    }
  }

  private static Sampled sample(Tx tx, KeyRange range, long samples) {
    long count = 0;
    long bytes = 0;
    try (Cursor cursor = tx.scan(range, Direction.FORWARD)) {
      while (cursor.next()) {
        if (count == samples) return new Sampled(count, bytes, false);
        count++;
        bytes += record(cursor.key().length, cursor.value().length);
      }
    }
    return new Sampled(count, bytes, true);
  }

  private static long record(int keyBytes, int valueBytes) { return keyBytes + valueBytes + PER_RECORD; }
}
