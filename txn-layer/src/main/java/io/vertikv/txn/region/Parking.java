package io.vertikv.txn.region;

import io.vertikv.txn.mvcc.Versioned;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Operations that wait for keys to be read from the disk, and those behind them in their lanes. When the last key of one is
 * there, it is ready to be run again, from its start. Belongs to the region's loop.
 */
final class Parking {
  private final RegionTx tx;
  private final ColdReader cold;
  private final int roundsMax;
  private final Runnable flush;
  private final ArrayDeque<Parked> ready = new ArrayDeque<>();
  private final ArrayList<KeyState> toLoad = new ArrayList<>();
  /** Lanes in which an operation waits here, or is run by itself, with those that are behind it. */
  private final Map<Lane, ArrayDeque<RegionOperation>> held = new IdentityHashMap<>();

  /** @param flush lets the region run again */
  Parking(RegionTx tx, ColdReader cold, int roundsMax, Runnable flush) {
    this.tx = tx;
    this.cold = cold;
    this.roundsMax = roundsMax;
    this.flush = flush;
  }

  /** The next operation that may be run again, or null. */
  Parked poll() { return ready.poll(); }

  boolean isEmpty() { return ready.isEmpty(); }

  /** True when the operation has to wait behind an earlier one of its lane; what it will read is read meanwhile. */
  boolean waitsInLane(RegionOperation operation) {
    if (held.isEmpty()) return false;
    ArrayDeque<RegionOperation> behind = held.get(operation.lane());
    if (behind == null) return false;
    behind.add(operation);
    operation.keys(this::prefetch);
    return true;
  }

  /**
   * The operation that just ran missed something: it waits for that and for all keys that it names.
   *
   * @return false when waiting is vain, since a scan missed, or it has missed too often: it has to leave the loop
   */
  boolean park(Parked parked) {
    hold(parked.operation);
    if (tx.missing().isEmpty() || ++parked.rounds > roundsMax) return false;
    for (KeyState row : tx.missing()) await(row, parked);
    parked.operation.keys(key -> {
      // Running it again finds out.
      if (!tx.mayHave(key)) return;
      KeyState row = tx.row(key);
      if (!row.known()) await(row, parked);
    });
    return true;
  }

  /** What follows in the operation's lane waits until {@link #resume}. */
  void hold(RegionOperation operation) {
    if (operation.lane() != null) held.computeIfAbsent(operation.lane(), lane -> new ArrayDeque<>(0));
  }

  private void await(KeyState row, Parked parked) {
    claim(row);
    if (row.waiters == null) row.waiters = new ArrayList<>(2);
    row.waiters.add(parked);
    parked.awaited++;
  }

  private void prefetch(byte[] key) {
    if (!tx.mayHave(key)) return;
    KeyState row = tx.row(key);
    if (!row.known()) claim(row);
  }

  private void claim(KeyState row) {
    if (row.knowledge != KeyState.Knowledge.NONE) return;
    row.knowledge = KeyState.Knowledge.LOADING;
    toLoad.add(row);
  }

  /** Has everything read that this turn asked for. */
  void load() {
    if (toLoad.isEmpty()) return;
    cold.read(toLoad, this::loaded);
    toLoad.clear();
  }

  private void loaded(List<KeyState> rows, List<Versioned> versions) {
    for (int i = 0; i < rows.size(); i++) {
      KeyState row = rows.get(i);
      if (row.knowledge == KeyState.Knowledge.LOADING) tx.fill(row, versions.get(i));
      wake(row);
    }
    flush.run();
  }

  /** The row leaves the table: who waits for it looks again, and what a worker brings for it is not wanted any more. */
  void forget(KeyState row) {
    if (row.knowledge == KeyState.Knowledge.LOADING) row.knowledge = KeyState.Knowledge.NONE;
    wake(row);
  }

  /** Nothing is awaited from this row any more. */
  private void wake(KeyState row) {
    if (row.waiters == null) return;
    for (Parked parked : row.waiters) if (--parked.awaited == 0) ready.add(parked);
    row.waiters = null;
  }

  /** An operation is done: what waited in its lane may run, one after the other; the lane is held until nothing waits. */
  void resume(RegionOperation done) {
    ArrayDeque<RegionOperation> behind = held.get(done.lane());
    if (behind == null) return;
    RegionOperation next = behind.poll();
    if (next == null) held.remove(done.lane());
    else ready.addFirst(new Parked(next));
  }

  /** Refuses all that are ready; those that still wait are when their keys are there. */
  void refuse(RegionFailure why) {
    for (Parked parked = ready.poll(); parked != null; parked = ready.poll()) refuse(parked.operation, why);
  }

  /** Refuses the operation and what waits in its lane. */
  void refuse(RegionOperation operation, RegionFailure why) {
    operation.failed(why);
    refuseBehind(operation, why);
  }

  /** Refuses what waits in the operation's lane. */
  void refuseBehind(RegionOperation operation, RegionFailure why) {
    ArrayDeque<RegionOperation> behind = held.remove(operation.lane());
    if (behind != null) behind.forEach(next -> next.failed(why));
  }
}
