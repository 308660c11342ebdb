package io.vertikv.tools.sim;

import io.vertikv.placement.tso.TimestampSource;
import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.store.group.GroupRecord;
import io.vertikv.store.group.PeerAddresses;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.region.Region;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.store.region.RegionRecord;
import io.vertikv.txn.region.RegionConfig;
import io.vertikv.txn.region.RegionExecutor;
import io.vertikv.txn.region.RegionHost;
import io.vertikv.txn.region.RegionTimings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A store outside of the cluster that has a replica of every region, applies the agreed logs one entry at a time, never crashes
 * and never takes a snapshot: what the others hold must be what it held when it was where they are.
 */
final class Reference {
  private final MemoryEngine engine = new MemoryEngine();
  private final Loop idle;
  private final TimestampSource timestamps;
  private final RegionConfig config;
  private final Map<Long, Copy> copies = new TreeMap<>();

  private final class Copy {
    final long region;
    final RegionExecutor executor;
    /** What it had applied when it began. */
    final long base;
    /** By what was applied since. */
    final List<Long> digests = new ArrayList<>();
    RegionRecord record;

    Copy(long region, RegionRecord record) {
      this.region = region;
      this.record = record;
      Region begun = new Region(region, record.range(), record.epoch(), Membership.UNINITIALISED);
      executor = new RegionExecutor(
          new RegionExecutor.Parts(begun, idle, engine, timestamps, Runnable::run, RegionTimings.NONE,
              new SplittableRandom(0)),
          config, (target, entries) -> {});
      base = RegionHost.appliedIndex(engine, region);
      look();
    }

    void look() { digests.add(RegionDigest.of(engine, region, record.range())); }
  }

  Reference(Loop idle, TimestampSource timestamps, RegionConfig config, Membership founders, PeerAddresses homes) {
    this.idle = idle;
    this.timestamps = timestamps;
    this.config = config;
    EngineBatch batch = new EngineBatch();
    RegionRecord all = new RegionRecord(KeyRange.ALL, RegionEpoch.FIRST);
    all.put(SimReplicas.FIRST_REGION, batch);
    GroupRecord.put(SimReplicas.FIRST_REGION, new MembershipPayload(founders, homes.attachment()), batch);
    engine.write(batch);
    copies.put(SimReplicas.FIRST_REGION, new Copy(SimReplicas.FIRST_REGION, all));
  }

  /** Says which regions have come into being by it. */
  List<Long> apply(long region, LogEntry entry) {
    EngineBatch batch = new EngineBatch();
    Copy copy = copies.get(region);
    copy.executor.apply(List.of(entry), batch);
    if (entry.kind() == EntryKind.MEMBERSHIP) GroupRecord.put(region, (MembershipPayload) entry.payload(), batch);
    engine.write(batch);
    engine.flush();
    RegionRecord before = copy.record;
    copy.record = RegionRecord.read(engine, region).orElseThrow();
    copy.look();
    return before.range().equals(copy.record.range()) ? List.of() : born();
  }

  private List<Long> born() {
    List<Long> born = new ArrayList<>();
    RegionRecord.all(engine).forEach((id, record) -> {
      if (copies.containsKey(id)) return;
      copies.put(id, new Copy(id, record));
      born.add(id);
    });
    mustCoverTheKeySpace();
    return born;
  }

  /** Without gap or overlap. */
  private void mustCoverTheKeySpace() {
    List<KeyRange> ranges = copies.values().stream().map(copy -> copy.record.range())
        .sorted((one, other) -> Arrays.compareUnsigned(one.start(), other.start())).toList();
    for (int i = 0; i < ranges.size(); i++) {
      byte[] before = i == 0 ? new byte[0] : ranges.get(i - 1).end();
      SimViolation.check(Arrays.equals(before, ranges.get(i).start()), "regions do not cover the key space: %s",
          ranges);
    }
    SimViolation.check(ranges.getLast().unbounded(), "regions do not cover the key space: %s", ranges);
  }

  // ---- what all have agreed on

  /** What a region's replicas begin with: everything up to here is its parent's. */
  long base(long region) {
    return copies.get(region).base;
  }

  /** What an engine must hold of the region that has applied that far; somebody has. */
  long digestAt(long region, long index) {
    Copy copy = copies.get(region);
    return copy.digests.get((int) (index - copy.base));
  }

  /** The one that has the key now. */
  long regionAt(byte[] key) {
    for (Copy each : copies.values()) if (each.record.range().contains(key)) return each.region;
    throw new SimViolation("nobody has a key");
  }

  KeyRange range(long region) { return copies.get(region).record.range(); }

  Membership membership(long region) { return GroupRecord.membership(engine, region).orElseThrow(); }

  PeerAddresses addresses(long region) { return GroupRecord.addresses(engine, region).orElseThrow(); }

  EngineReader engine() { return engine; }
}
