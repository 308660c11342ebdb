package io.vertikv.txn.region;

import static io.vertikv.txn.region.TestOperation.bytes;
import static io.vertikv.txn.region.TestOperation.increment;
import static io.vertikv.txn.region.TestOperation.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.region.RegionOperation.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random splits under random increments, with crashes, cuts and operations that are sent again, each to the region that has
 * its key: what all regions hold together is what a map would, every increment is done once, and at the end the regions cover
 * the key space side by side. A failing repetition fails again: its number is the seed.
 */
class SplitModelTest {
  private static final int STEPS = 120;
  private static final int KEYS = 40;
  private static final long STREAM = 5;

  @TempDir
  Path folder;

  private Replicas replicas;
  private final Map<String, Integer> model = new TreeMap<>();
  private long sequence;
  private long nextId = 100;

  @RepeatedTest(6)
  void splitsLoseAndRepeatNothing(RepetitionInfo repetition) throws IOException {
    Random random = new Random(repetition.getCurrentRepetition());
    replicas = new Replicas(folder);
    replicas.leader();
    Replica down = null;
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(12)) {
        case 0 -> split(random);
        case 1 -> {
          if (down == null) {
            down = replicas.replica(1 + random.nextInt(Replicas.COUNT));
            if (random.nextBoolean()) down.engine.flush();
            down.crash();
          }
        }
        case 2, 3 -> {
          if (down != null) down.start();
          down = null;
        }
        case 4 -> replicas.loop.elapse(random.nextInt(300));
        default -> once("k" + (10 + random.nextInt(KEYS)), random.nextInt(4) == 0);
      }
    }
    if (down != null) down.start();
    assertEquals(model, everything());
  }

  private void split(Random random) {
    byte[] at = bytes("k" + (10 + random.nextInt(KEYS)) + (random.nextBoolean() ? "" : "x"));
    RegionExecutor executor = serving(at);
    RegionHost.Hosted hosted = replicas.host(executor).region(executor.region().id());
    Map<Long, Long> peers = new HashMap<>();
    for (int i = 0; i < hosted.group().membership().voters().size(); i++) {
      peers.put(hosted.group().membership().voters().at(i), ++nextId);
    }
    // What becomes of it is seen in the end: the increments behind it do not wait.
    executor.split(List.of(new SplitChild(++nextId, at, peers)), new SplitListener() {
      @Override
      public void split() {}

      @Override
      public void notSplit(String reason) {}

      @Override
      public void unknown() {}
    });
  }

  /** Sent until it has an outcome, and perhaps once more. */
  private void once(String key, boolean twice) {
    long name = ++sequence;
    boolean again = false;
    String outcome = null;
    while (outcome == null) {
      RegionExecutor executor = serving(bytes(key));
      TestOperation operation = increment(key, new RequestId(STREAM, name, again));
      executor.submit(operation);
      executor.flush();
      long late = replicas.loop.nanoTime() + 3_000_000_000L;
      replicas.loop.until(() -> operation.isDone() || replicas.loop.nanoTime() > late);
      if (operation.isDone() && operation.failure == null) outcome = String.valueOf(operation.result);
      again = true;
    }
    assertEquals(String.valueOf(model.merge(key, 1, Integer::sum)), outcome, key);
    if (!twice) return;
    TestOperation repeated = increment(key, new RequestId(STREAM, name, true));
    RegionExecutor executor = serving(bytes(key));
    executor.submit(repeated);
    executor.flush();
    long late = replicas.loop.nanoTime() + 3_000_000_000L;
    replicas.loop.until(() -> repeated.isDone() || replicas.loop.nanoTime() > late);
    if (repeated.isDone() && repeated.failure == null) assertEquals(outcome, String.valueOf(repeated.result), key);
  }

  private RegionExecutor serving(byte[] key) {
    List<RegionExecutor> found = new ArrayList<>();
    replicas.loop.until(() -> {
      found.clear();
      for (Replica each : replicas.all()) {
        if (!each.alive()) continue;
        RegionHost.Hosted hosted = each.host.regionOf(key);
        if (hosted != null && hosted.executor().serving()) found.add(hosted.executor());
      }
      return !found.isEmpty();
    });
    return found.getFirst();
  }

  private Map<String, Integer> everything() {
    Map<String, Integer> all = new TreeMap<>();
    byte[] at = new byte[0];
    long counted = 0;
    do {
      RegionExecutor executor = serving(at);
      TestOperation scan = new TestOperation(Mode.READ, null, tx -> {
        Map<String, Integer> found = new TreeMap<>();
        try (Cursor cursor = tx.scan(KeyRange.ALL, Direction.FORWARD)) {
          while (cursor.next()) found.put(text(cursor.key()), Integer.parseInt(text(cursor.value())));
        }
        return List.of(found, tx.range(), tx.counter(0));
      });
      executor.submit(scan);
      executor.flush();
      replicas.loop.until(scan::isDone);
      if (scan.failure != null) continue;
      List<?> result = (List<?>) scan.result;
      for (Map.Entry<?, ?> each : ((Map<?, ?>) result.get(0)).entrySet()) {
        assertEquals(null, all.put((String) each.getKey(), (Integer) each.getValue()), "no key is in two regions");
      }
      KeyRange range = (KeyRange) result.get(1);
      assertTrue(range.contains(at) || at.length == 0, "side by side");
      counted += (Long) result.get(2);
      at = range.end();
    } while (at.length > 0);
    assertEquals(model.values().stream().mapToLong(Integer::longValue).sum(), counted, "counters add up");
    return all;
  }
}
