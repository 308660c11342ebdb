package io.vertikv.tools.sim;

import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.HistoryRecorder;
import io.vertikv.tools.check.Verdict;
import io.vertikv.txn.mvcc.MvccReader;
import java.util.random.RandomGenerator;

/** A kind of traffic: makes work, keeps the history of all of it, and judges that at the end. */
abstract class Workload {
  /** Who reads at the very end. */
  private static final int AUDITOR = 1_000;

  private final HistoryRecorder recorder = HistoryRecorder.ofOneThread();

  abstract Work next(RandomGenerator random);

  final HistoryRecorder.Invocation invoke(int client, Work work) { return recorder.invoke(client, work.action()); }

  /** All is well and every replica holds the same: what this one holds is part of the history. */
  final Verdict judge(EngineReader replica) {
    readAll(replica);
    return judge(recorder.history());
  }

  /** Records, by {@link #found}, what is left of every key that was ever used. */
  abstract void readAll(EngineReader replica);

  final void found(Action reading, Answer answer) { recorder.invoke(AUDITOR, reading).ok(answer); }

  abstract Verdict judge(History history);

  static byte[] newest(EngineReader replica, String key) {
    return MvccReader.newest(replica, Work.bytes(key), ReadTier.DISK).value();
  }
}
