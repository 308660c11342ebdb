package io.vertikv.txn.region;

import static io.vertikv.txn.region.TestOperation.bytes;
import static io.vertikv.txn.region.TestOperation.get;
import static io.vertikv.txn.region.TestOperation.put;
import static io.vertikv.txn.region.TestOperation.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.region.RegionRecord;
import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.RegionOperation.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A region of part of the key space keeps to it. */
class KeysOutsideTest {
  private static final KeyRange RANGE = new KeyRange(bytes("b"), bytes("m"));
  private static final RegionFailure ELSEWHERE = new RegionFailure.EpochNotMatch(
      List.of(new RegionRoute(2, RANGE, RegionEpoch.FIRST, 0, List.of())));

  @TempDir
  Path folder;

  private TestStore open(boolean inMemory) throws Exception {
    return new TestStore(folder, new MemoryEngine((family, key) -> inMemory), RegionConfig.defaults(), Runnable::run,
        RANGE);
  }

  private static TestOperation operation(Mode mode, Function<Tx, Object> body) {
    return new TestOperation(mode, null, body);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aKeyOutsideFailsTheOperationAndUndoesIt(boolean inMemory) throws Exception {
    try (TestStore store = open(inMemory)) {
      TestOperation read = get("a");
      TestOperation write = put("m", "x");
      TestOperation both = operation(Mode.WRITE, tx -> {
        tx.get(bytes("c"));
        tx.put(bytes("c"), bytes("1"));
        tx.count(0, 1);
        tx.put(bytes("z"), bytes("1"));
        return "OK";
      });
      TestOperation delete = operation(Mode.WRITE, tx -> {
        tx.delete(bytes("a"));
        return "OK";
      });
      TestOperation watch = operation(Mode.READ, tx -> tx.version(bytes("z")));
      store.run(read, write, both, delete, watch);
      for (TestOperation each : List.of(read, write, both, delete, watch)) assertEquals(ELSEWHERE, each.failure);
      TestOperation left = get("c");
      TestOperation counter = operation(Mode.READ, tx -> tx.counter(0));
      store.run(left, counter);
      assertNull(left.result);
      assertEquals(0L, counter.result);
    }
  }

  @Test
  void anExclusiveOperationIsHeldToItToo() throws Exception {
    try (TestStore store = open(true)) {
      store.run(put("b", "1"));
      TestOperation outside = operation(Mode.EXCLUSIVE, tx -> {
        tx.deleteRange(KeyRange.ALL);
        tx.put(bytes("z"), bytes("1"));
        return "OK";
      });
      TestOperation kept = get("b");
      store.run(outside, kept);
      assertEquals(ELSEWHERE, outside.failure);
      assertEquals("1", kept.result);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aScanOfEverythingIsOneOfTheRegion(boolean inMemory) throws Exception {
    MemoryEngine engine = new MemoryEngine((family, key) -> inMemory);
    try (TestStore whole = new TestStore(folder.resolve("whole"), engine, RegionConfig.defaults(), Runnable::run)) {
      whole.run(put("a", "1"), put("b", "2"), put("lzz", "3"), put("m", "4"));
    }
    become(engine, RANGE);
    try (TestStore store = new TestStore(folder.resolve("whole"), engine, RegionConfig.defaults(), Runnable::run,
        RANGE)) {
      TestOperation add = put("c", "5");
      TestOperation scan = operation(Mode.READ, tx -> keys(tx, KeyRange.ALL));
      TestOperation beside = operation(Mode.READ, tx -> keys(tx, new KeyRange(bytes("m"), bytes("z"))));
      TestOperation range = operation(Mode.READ, Tx::range);
      store.run(add, scan, beside, range);
      assertEquals("b c lzz ", scan.result);
      assertEquals("", beside.result);
      assertEquals(RANGE, range.result);
      store.run(operation(Mode.EXCLUSIVE, tx -> {
        tx.deleteRange(KeyRange.ALL);
        return "OK";
      }), scan = operation(Mode.READ, tx -> keys(tx, KeyRange.ALL)));
      assertEquals("", scan.result);
    }
    become(engine, KeyRange.ALL);
    try (TestStore whole = new TestStore(folder.resolve("whole"), engine, RegionConfig.defaults(), Runnable::run)) {
      TestOperation rest = operation(Mode.READ, tx -> keys(tx, KeyRange.ALL));
      whole.run(rest);
      assertEquals("a m ", rest.result, "what is not the region's was not touched");
    }
  }

  @Test
  void rangesIntersect() {
    assertEquals(RANGE, KeyRange.ALL.intersect(RANGE));
    assertEquals(RANGE, RANGE.intersect(KeyRange.ALL));
    KeyRange rest = new KeyRange(bytes("m"), new byte[0]);
    assertEquals(true, RANGE.intersect(rest).isEmpty());
    assertFalse(RANGE.overlaps(rest));
    assertEquals(new KeyRange(bytes("f"), bytes("m")), RANGE.intersect(new KeyRange(bytes("f"), bytes("x"))));
    assertEquals(true, KeyRange.ALL.contains(RANGE));
    assertFalse(RANGE.contains(KeyRange.ALL));
    assertFalse(RANGE.contains(rest));
  }

  private static void become(MemoryEngine engine, KeyRange range) {
    EngineBatch batch = new EngineBatch();
    new RegionRecord(range, RegionEpoch.FIRST).put(2, batch);
    engine.write(batch);
  }

  private static String keys(Tx tx, KeyRange range) {
    StringBuilder keys = new StringBuilder();
    try (Cursor cursor = tx.scan(range, Direction.FORWARD)) {
      while (cursor.next()) keys.append(text(cursor.key())).append(' ');
    }
    return keys.toString();
  }
}
