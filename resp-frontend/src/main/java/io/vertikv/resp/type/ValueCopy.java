package io.vertikv.resp.type;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;

/**
 * A value put under another key, time to die included: COPY, and RENAME and MOVE, which then remove the source. Parts lie
 * under their key, so those of a large value are copied one by one, in this one transaction, and bounded like any write.
 */
public final class ValueCopy {
  private static final CommandError TOO_LARGE = new CommandError(
      "ERR the value is larger than " + RedisString.WHOLE_BYTES_MAX + " bytes and cannot be copied by one command");

  private ValueCopy() {}

  /** Replaces whatever the target holds by the source's value; the two are not the same key. */
  public static void run(Tx tx, KeyEntry source, KeyEntry target) {
    Header header = source.header();
    if (!header.encoding().hasParts()) {
      target.write(header);
      return;
    }
    long generation = tx.uniqueId();
    long bytes = parts(tx, RedisKeys.elements(source.key(), header.generation()), source, target.key(), generation, 0);
    bytes = parts(tx, RedisKeys.scores(source.key(), header.generation()), source, target.key(), generation, bytes);
    parts(tx, RedisKeys.ranks(source.key(), header.generation()), source, target.key(), generation, bytes);
    target.write(Header.ofParts(header, generation, header.size(), header.own().rest()));
  }

  private static long parts(Tx tx, KeyRange range, KeyEntry source, Key target, long generation, long before) {
    long bytes = before;
    try (Cursor cursor = tx.scan(range, Direction.FORWARD)) {
      while (cursor.next()) {
        byte[] part = RedisKeys.moved(cursor.key(), source.key(), target, generation);
        bytes += part.length + cursor.value().length;
        if (bytes > RedisString.WHOLE_BYTES_MAX) throw TOO_LARGE;
        tx.put(part, cursor.value());
      }
    }
    return bytes;
  }
}
