package io.vertikv.tools.sim;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.Verdict;
import io.vertikv.tools.check.linear.LinearizabilityChecker;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.RegionOperation;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Reads, writes and conditional writes of single keys: linearizable. Every value has a due time, whose reminder moves with it;
 * some deletes are of ranges and run alone. Keys change after a while, since judging takes longer the more there is of one.
 */
final class Registers extends Workload {
  private static final int KEYS = 3;
  private static final int USES = 150;
  private static final long STEPS_MAX = 200_000;

  private long made;

  @Override
  Work next(RandomGenerator random) {
    String key = key(made / USES, random.nextInt(KEYS));
    String value = "v" + made++;
    long dueMillis = 1 + random.nextLong(1L << 40);
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> Work.read(new Action.Get(key), List.of(key), tx -> answer(tx.get(Work.bytes(key))));
      case 4, 5, 6 -> Work.write(new Action.Set(key, value), List.of(key), tx -> {
        set(tx, key, value, dueMillis);
        return Answer.DONE;
      });
      case 7 -> Work.write(new Action.GetSet(key, value), List.of(key), tx -> {
        Answer before = answer(tx.get(Work.bytes(key)));
        set(tx, key, value, dueMillis);
        return before;
      });
      case 8 -> Work.write(new Action.SetIfAbsent(key, value), List.of(key), tx -> {
        if (tx.get(Work.bytes(key)) != null) return Answer.NO;
        set(tx, key, value, dueMillis);
        return Answer.YES;
      });
      default -> random.nextInt(4) == 0 ? deleteAlone(key) : delete(key);
    };
  }

  private static String key(long generation, int number) { return "r" + generation + "." + number; }

  private static Work delete(String key) {
    return Work.write(new Action.Delete(key), List.of(key), tx -> {
      byte[] before = tx.get(Work.bytes(key));
      if (before == null) return Answer.NO;
      tx.remind(Work.bytes(key), due(before), 0);
      tx.delete(Work.bytes(key));
      return Answer.YES;
    });
  }

  private static Work deleteAlone(String key) {
    KeyRange range = new KeyRange(Work.bytes(key), Work.bytes(key + '\0'));
    return new Work(new Action.Delete(key), RegionOperation.Mode.EXCLUSIVE, List.of(key), tx -> {
      byte[] before = tx.get(Work.bytes(key));
      if (before == null) return Answer.NO;
      tx.remind(Work.bytes(key), due(before), 0);
      tx.deleteRange(range);
      return Answer.YES;
    });
  }

  private static void set(Tx tx, String key, String value, long dueMillis) {
    byte[] before = tx.get(Work.bytes(key));
    tx.remind(Work.bytes(key), before == null ? 0 : due(before), dueMillis);
    tx.put(Work.bytes(key), new ByteWriter(32).u64(dueMillis).raw(Work.bytes(value)).toByteArray());
  }

  private static long due(byte[] value) { return new ByteReader(value).u64(); }

  private static Answer answer(byte[] value) {
    if (value == null) return Answer.NIL;
    ByteReader in = new ByteReader(value);
    in.u64();
    return new Answer.Text(Work.text(in.rest()));
  }

  @Override
  void readAll(EngineReader replica) {
    for (long generation = 0; generation <= made / USES; generation++) {
      for (int number = 0; number < KEYS; number++) {
        String key = key(generation, number);
        found(new Action.Get(key), answer(newest(replica, key)));
      }
    }
  }

  @Override
  Verdict judge(History history) { return new LinearizabilityChecker(STEPS_MAX).check(history); }
}
