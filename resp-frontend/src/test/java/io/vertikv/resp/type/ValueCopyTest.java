package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.script.MemoryTx;
import io.vertikv.txn.Direction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueCopyTest {
  private final MemoryTx tx = new MemoryTx();
  private final Key from = new Key(0, "from\0here".getBytes(StandardCharsets.US_ASCII));
  private final Key to = new Key(1, "to a longer name".getBytes(StandardCharsets.US_ASCII));

  private void move() {
    KeyEntry source = KeyEntry.of(tx, from);
    ValueCopy.run(tx, source, KeyEntry.of(tx, to));
    source.remove();
    while (GarbageCollection.run(tx, 50)) assertTrue(tx.data().size() > 1);
  }

  @Test
  void aSortedSetMovesWithBothItsOrders() {
    RedisZset zset = RedisZset.of(tx, from);
    for (int i = 0; i < 300; i++) zset.put(Numbers.text(i), Double.NaN, 300 - i);
    zset.save();
    int stored = tx.data().size();
    move();
    assertEquals(stored, tx.data().size());
    RedisZset moved = RedisZset.of(tx, to);
    assertEquals(300, moved.size());
    assertEquals(1, moved.score(Numbers.text(299)));
    List<Slice> ordered = new ArrayList<>();
    moved.range(0, 0, Direction.FORWARD, (member, score) -> ordered.add(member));
    assertEquals(299, ordered.getFirst().toLong());
  }

  @Test
  void aListAndAHashMoveWhole() {
    RedisList list = RedisList.of(tx, from);
    byte[][] elements = new byte[5_000][];
    for (int i = 0; i < elements.length; i++) elements[i] = Numbers.text(i);
    list.push(ListEnd.TAIL, elements);
    list.save();
    move();
    RedisList moved = RedisList.of(tx, to);
    assertEquals(5_000, moved.size());
    moved.get(4_321, (array, offset, length) -> assertEquals(4_321, new Slice(array, offset, length).toLong()));
    KeyEntry.of(tx, to).remove();
    RedisHash hash = RedisHash.of(tx, from);
    for (int i = 0; i < 1_000; i++) hash.put(Numbers.text(i), Numbers.text(-i));
    hash.save();
    move();
    assertEquals(-777, RedisHash.of(tx, to).get(Numbers.text(777)).toLong());
  }

  @Test
  void whatOneEntryCannotHoldIsNotCopied() {
    for (long at = 0; at <= RedisString.WHOLE_BYTES_MAX; at += 1 << 20) {
      RedisString.of(tx, from).setRange(at, new byte[1 << 20], 0, 1 << 20);
    }
    assertThrows(CommandError.class, () -> ValueCopy.run(tx, KeyEntry.of(tx, from), KeyEntry.of(tx, to)));
  }
}
