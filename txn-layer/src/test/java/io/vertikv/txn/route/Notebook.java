package io.vertikv.txn.route;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import io.vertikv.txn.Version;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionGateway;
import io.vertikv.txn.region.RegionOperation;
import io.vertikv.txn.region.RegionOperation.Mode;
import io.vertikv.txn.region.RegionRoute;
import io.vertikv.txn.region.RequestId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A region on several stores: one notebook that they all share, as if replication took no time, and who may write in it. */
final class Notebook {
  /** What was run, in order; in all that were once one notebook. */
  final List<String> lines;
  private final Map<List<Long>, byte[]> remembered = new HashMap<>();
  final long region;
  KeyRange range;
  long version;
  /** What is told of where other keys are, beside where this one is. */
  private final List<Notebook> tornOff = new ArrayList<>();
  /** Requests in the order in which the leader saw them. */
  final List<RequestId> seen = new ArrayList<>();
  long leader;
  boolean tellsOfChildren = true;

  Notebook() { this(RouteCluster.REGION, KeyRange.ALL, 1, new ArrayList<>()); }

  private Notebook(long region, KeyRange range, long version, List<String> lines) {
    this.region = region;
    this.range = range;
    this.version = version;
    this.lines = lines;
  }

  /** From the key on it is another region's, which knows what was done of requests. */
  Notebook split(byte[] at, long child) {
    version++;
    Notebook right = new Notebook(child, new KeyRange(at, range.end()), version, lines);
    range = new KeyRange(range.start(), at);
    right.remembered.putAll(remembered);
    right.leader = leader;
    tornOff.add(right);
    return right;
  }

  RegionRoute route() {
    return new RegionRoute(region, range, new RegionEpoch(version, 1), leader, List.of(1L, 2L, 3L));
  }

  private boolean has(RegionOperation operation) {
    boolean[] all = {true};
    operation.keys(key -> all[0] &= range.contains(key));
    return all[0];
  }

  private RegionFailure elsewhere() {
    List<RegionRoute> current = new ArrayList<>(List.of(route()));
    if (tellsOfChildren) tornOff.forEach(each -> current.add(each.route()));
    return new RegionFailure.EpochNotMatch(current);
  }

  /** Just enough of a transaction. */
  final class Page implements Tx {
    private final long store;

    Page(long store) { this.store = store; }

    String write(String text, Mode mode) {
      lines.add(text);
      return text + " at " + store + " after " + (lines.size() - 1) + (mode == Mode.READ ? " read" : "");
    }

    @Override
    public byte[] get(byte[] key) { throw new UnsupportedOperationException(); }

    @Override
    public void put(byte[] key, byte[] value) { throw new UnsupportedOperationException(); }

    @Override
    public void delete(byte[] key) { throw new UnsupportedOperationException(); }

    @Override
    public Cursor scan(KeyRange range, Direction direction) { throw new UnsupportedOperationException(); }

    @Override
    public long nowMillis() { return 0; }

    @Override
    public long uniqueId() { throw new UnsupportedOperationException(); }

    @Override
    public RandomGenerator random() { throw new UnsupportedOperationException(); }

    @Override
    public void remind(byte[] key, long oldDueMillis, long newDueMillis) { throw new UnsupportedOperationException(); }

    @Override
    public Cursor due(long fromMillis, long untilMillis) { throw new UnsupportedOperationException(); }

    @Override
    public void count(int counter, long delta) { throw new UnsupportedOperationException(); }

    @Override
    public long counter(int counter) { throw new UnsupportedOperationException(); }

    @Override
    public Version version(byte[] key) { throw new UnsupportedOperationException(); }

    @Override
    public void deleteRange(KeyRange range) { throw new UnsupportedOperationException(); }

    @Override
    public int savepoint() { return 0; }

    @Override
    public void rollbackTo(int savepoint) {}
  }

  /** A store's executor: runs what it has when it leads, refuses it otherwise. */
  final class Replica implements RegionGateway, LocalReads {
    private final Page page;
    private final long store;
    private final ArrayDeque<RegionOperation> inbox = new ArrayDeque<>();
    private final Set<String> heldReads = new HashSet<>();
    private final List<RegionOperation> reading = new ArrayList<>();
    /** Of the reads that came here. */
    final List<Long> staleness = new ArrayList<>();
    /** Nothing is run. */
    boolean held;
    /** The operation that is never done. */
    String slow;
    /** Writes are run, and then it is not known whether they count. */
    boolean loses;
    /** What happens instead of a run, or null. */
    RegionFailure failing;

    Replica(long store) {
      this.store = store;
      this.page = new Page(store);
    }

    @Override
    public void submit(RegionOperation operation) { inbox.add(operation); }

    @Override
    public void flush() {
      while (!held && !inbox.isEmpty()) one(inbox.poll());
    }

    private void one(RegionOperation operation) {
      RequestId request = operation.request();
      if (leader != store) {
        operation.failed(new RegionFailure.NotLeader(leader));
        return;
      }
      if (operation.toString().equals(slow)) return;
      if (failing != null) {
        operation.failed(failing);
        return;
      }
      if (!has(operation)) {
        operation.failed(elsewhere());
        return;
      }
      if (request != null) seen.add(request);
      List<Long> name = request == null ? null : List.of(request.stream(), request.sequence());
      byte[] before = name == null ? null : remembered.get(name);
      if (before != null) {
        operation.recall(before);
      } else {
        operation.run(page);
        if (name != null) remembered.put(name, operation.outcome());
      }
      if (loses && operation.mode() != Mode.READ) operation.failed(new RegionFailure.Unknown("leadership was lost"));
      else operation.completed();
    }

    void holdRead(String text) { heldReads.add(text); }

    void releaseReads() {
      heldReads.clear();
      List<RegionOperation> all = List.copyOf(reading);
      reading.clear();
      all.forEach(each -> readHere(each, 0));
    }

    @Override
    public void readHere(RegionOperation operation, long staleNanosMax) {
      staleness.add(staleNanosMax);
      if (heldReads.contains(operation.toString())) {
        reading.add(operation);
        return;
      }
      if (failing != null) {
        operation.failed(failing);
        return;
      }
      if (!has(operation)) {
        operation.failed(elsewhere());
        return;
      }
      operation.run(page);
      operation.completed();
    }
  }
}
