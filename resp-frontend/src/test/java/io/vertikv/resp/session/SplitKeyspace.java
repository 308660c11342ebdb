package io.vertikv.resp.session;

import io.vertikv.resp.script.MemoryTx;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tally;
import io.vertikv.txn.Tx;
import io.vertikv.txn.Version;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionGateway;
import io.vertikv.txn.region.RegionOperation;
import io.vertikv.txn.region.RegionRoute;
import io.vertikv.txn.route.OperationReader;
import io.vertikv.txn.route.PortableOperation;
import io.vertikv.txn.route.RouteCache;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A key space in memory that is cut into regions; what is asked of them travels as bytes. Sends each operation where its keys are. */
final class SplitKeyspace implements RegionGateway {
  /** As the region's executor sees it. */
  private static final class Outside extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final MemoryTx data = new MemoryTx();
  private final OperationReader reader;
  private final RouteCache routes = new RouteCache();
  private final List<Region> regions = new ArrayList<>();
  private final List<RegionOperation> waiting = new ArrayList<>();
  private RegionFailure failing;
  private int failsAfter;

  SplitKeyspace(OperationReader reader) {
    this.reader = reader;
    regions.add(new Region(KeyRange.ALL, 1, 1));
    routes.put(List.of(regions.getFirst().route()));
  }

  RouteCache routes() { return routes; }

  List<KeyRange> ranges() { return regions.stream().map(Tx::range).toList(); }

  void split(byte[] at) {
    splitSecretly(at);
    routes.put(regions.stream().map(Region::route).toList());
  }

  /** Nobody is told. */
  void splitSecretly(byte[] at) {
    Region old = of(at);
    if (java.util.Arrays.equals(old.range.start(), at)) return;
    old.version++;
    regions.add(new Region(new KeyRange(at, old.range.end()), regions.size() + 1, old.version));
    old.range = new KeyRange(old.range.start(), at);
  }

  /** So many operations from now on are run, and the next one fails. */
  void failAfter(int operations, RegionFailure failure) {
    failsAfter = operations;
    failing = failure;
  }

  private Region of(byte[] key) {
    for (Region each : regions) if (each.range.contains(key)) return each;
    throw new AssertionError("no region");
  }

  @Override
  public void submit(RegionOperation operation) { waiting.add(operation); }

  @Override
  public void flush() {
    List<RegionOperation> together = List.copyOf(waiting);
    waiting.clear();
    together.forEach(this::send);
  }

  private void send(RegionOperation operation) {
    List<Region> its = new ArrayList<>();
    operation.routingKeys(key -> {
      if (!its.contains(of(key))) its.add(of(key));
    });
    if (its.isEmpty()) throw new AssertionError(operation + " says nothing about where it runs");
    RegionFailure failure = its.size() > 1 ? new RegionFailure.SeveralRegions() : null;
    if (failing != null && failsAfter-- == 0) {
      failure = failing;
      failing = null;
    }
    if (failure != null) {
      operation.failed(failure);
      return;
    }
    try {
      if (operation instanceof PortableOperation portable) travel(portable, its.getFirst());
      else operation.run(its.getFirst());
    } catch (Outside outside) {
      operation.failed(new RegionFailure.SeveralRegions());
      return;
    }
    data.commit();
    operation.completed();
  }

  private void travel(PortableOperation operation, Region to) {
    ByteWriter out = new ByteWriter();
    operation.writeTo(out);
    RegionOperation there = reader.read(new ByteReader(out.toByteArray()));
    there.run(to);
    operation.recall(there.outcome());
  }

  /** One region's transaction. */
  private final class Region implements Tx {
    private final long id;
    private final long[] counters = new long[64];
    private KeyRange range;
    private long version;

    Region(KeyRange range, long id, long version) {
      this.range = range;
      this.id = id;
      this.version = version;
    }

    RegionRoute route() { return new RegionRoute(id, range, new RegionEpoch(version, 1), 1, List.of(1L)); }

    private byte[] mine(byte[] key) {
      if (!range.contains(key)) throw new Outside();
      return key;
    }

    @Override
    public KeyRange range() { return range; }

    @Override
    public byte[] get(byte[] key) { return data.get(mine(key)); }

    @Override
    public void put(byte[] key, byte[] value) { data.put(mine(key), value); }

    @Override
    public void delete(byte[] key) { data.delete(mine(key)); }

    @Override
    public Cursor scan(KeyRange wanted, Direction direction) { return data.scan(range.intersect(wanted), direction); }

    @Override
    public long nowMillis() { return data.nowMillis(); }

    @Override
    public long uniqueId() { return data.uniqueId(); }

    @Override
    public RandomGenerator random() { return data.random(); }

    @Override
    public void remind(byte[] key, long oldDueMillis, long newDueMillis) {
      data.remind(mine(key), oldDueMillis, newDueMillis);
    }

    @Override
    public Cursor due(long fromMillis, long untilMillis) {
      return data.scan(KeyRange.prefix(new byte[]{'?'}), Direction.FORWARD);
    }

    @Override
    public void count(int counter, long delta) { counters[counter] += delta; }

    @Override
    public long counter(int counter) { return counters[counter]; }

    @Override
    public Version version(byte[] key) { return data.version(mine(key)); }

    @Override
    public void deleteRange(KeyRange wanted) { data.deleteRange(range.intersect(wanted)); }

    @Override
    public int savepoint() { return data.savepoint(); }

    @Override
    public void rollbackTo(int savepoint) { data.rollbackTo(savepoint); }

    @Override
    public Tally tally() { return data.tally(); }
  }
}
