package io.vertikv.store.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.memory.MemoryEngine;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TombstoneTest {
  private final MemoryEngine engine = new MemoryEngine();
  private final HandLoop loop = new HandLoop();

  private void put(byte[] key, byte[] value) {
    EngineBatch batch = new EngineBatch();
    batch.put(Family.META, key, value);
    engine.write(batch);
  }

  @Test
  void aStoreMayBeRemovedFromAGroupAsSeveralPeers() {
    EngineBatch batch = new EngineBatch();
    new Tombstone(7, 21).put(batch);
    new Tombstone(7, 15).put(batch);
    new Tombstone(8, 22).put(batch);
    engine.write(batch);
    Tombstones stones = Tombstones.read(engine);
    assertTrue(stones.has(7, 15) && stones.has(7, 21) && stones.has(8, 22));
    assertFalse(stones.has(7, 22), "a later peer, or one that got its id earlier");
    assertTrue(stones.of(8));
    assertFalse(stones.of(9));
  }

  @Test
  void theStoneOfAnOlderBuildNamesItsPeerToo() {
    put(new ByteWriter(9).u8('d').u64(2).toByteArray(), new ByteWriter(9).u8(1).u64(6).toByteArray());
    assertEquals(Set.of(new Tombstone(2, 6)), Tombstone.all(engine));
  }

  @Test
  void aStoneOfANewerBuildIsNotMisread() {
    put(new ByteWriter(17).u8('d').u64(2).u64(6).toByteArray(), new byte[]{3});
    assertThrows(MalformedBytes.class, () -> Tombstones.read(engine));
  }

  @Test
  void whoIsToldOfAStoneFindsItAfterACrash() {
    Tombstones stones = Tombstones.read(engine);
    boolean[] durable = new boolean[1];
    stones.put(new Tombstone(7, 21), Runnable::run, loop, () -> durable[0] = true);
    assertFalse(durable[0]);
    loop.run();
    assertTrue(durable[0] && stones.has(7, 21));
    assertTrue(Tombstones.read(engine.crash(new SplittableRandom(1))).has(7, 21));
  }
}
