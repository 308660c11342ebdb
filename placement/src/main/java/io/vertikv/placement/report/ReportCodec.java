package io.vertikv.placement.report;

import io.vertikv.raft.membership.Membership;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.region.RegionEpoch;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of reports. Keys have a varint length before them; numbers without a width are varints.
 *
 * <pre>
 * region report   version u8 = 1 | descriptor | leader u64 | term u64 | bytes | keys | traffic read | traffic write | interval ms
 *                   | count u8 (key, load)* | count u8 down u64* | count u8 pending u64*
 * descriptor      id u64 | start | end | version u64 | conf version u64 | count u8 (peer u64, store u64, role u8)*
 * traffic         queries | bytes
 * store report    version u8 = 1 | store u64 | capacity | used | available | regions | leaders | slow score u8 | busy snapshots
 * </pre>
 */
public final class ReportCodec {
  private static final int VERSION = 1;

  private ReportCodec() {}

  public static byte[] encode(RegionReport report) {
    ByteWriter out = new ByteWriter(192).u8(VERSION);
    write(report.region(), out);
    out.u64(report.leader().peer()).u64(report.leader().term());
    out.varint(report.size().bytes()).varint(report.size().keys());
    RegionFlow flow = report.flow();
    write(flow.read(), out);
    write(flow.write(), out);
    out.varint(flow.intervalMillis()).u8(flow.buckets().size());
    for (LoadBucket bucket : flow.buckets()) out.sized(bucket.start().array()).varint(bucket.load());
    write(report.health().down(), out);
    write(report.health().pending(), out);
    return out.toByteArray();
  }

  private static void write(Traffic traffic, ByteWriter out) { out.varint(traffic.queries()).varint(traffic.bytes()); }

  private static void write(List<Long> peers, ByteWriter out) {
    out.u8(peers.size());
    for (long peer : peers) out.u64(peer);
  }

  public static void write(RegionDescriptor region, ByteWriter out) {
    out.u64(region.id()).sized(region.start().array()).sized(region.end().array());
    out.u64(region.epoch().version()).u64(region.epoch().confVersion()).u8(region.peers().size());
    for (RegionPeer peer : region.peers().list()) out.u64(peer.id()).u64(peer.store()).u8(peer.role().code());
  }

  public static RegionReport regionReport(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    requireVersion(in, "region");
    try {
      RegionReport report = new RegionReport(descriptor(in), new Leadership(in.u64(), in.u64()),
          new RegionSize(in.varint(), in.varint()),
          new RegionFlow(traffic(in), traffic(in), in.varint(), buckets(in)), new PeerHealth(peers(in), peers(in)));
      in.expectEnd();
      return report;
    } catch (IllegalArgumentException notAReport) {
      throw new MalformedBytes(notAReport.getMessage());
    }
  }

  public static RegionDescriptor descriptor(ByteReader in) {
    try {
      return new RegionDescriptor(in.u64(), Bytes.of(in.sized()), Bytes.of(in.sized()),
          new RegionEpoch(in.u64(), in.u64()), regionPeers(in));
    } catch (IllegalArgumentException notARegion) {
      throw new MalformedBytes(notARegion.getMessage());
    }
  }

  private static RegionPeers regionPeers(ByteReader in) {
    int count = limited(in.u8(), Membership.PEERS_MAX, "peers");
    List<RegionPeer> peers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) peers.add(new RegionPeer(in.u64(), in.u64(), role(in.u8())));
    return new RegionPeers(peers);
  }

  private static Traffic traffic(ByteReader in) { return new Traffic(in.varint(), in.varint()); }

  private static List<LoadBucket> buckets(ByteReader in) {
    int count = limited(in.u8(), RegionFlow.BUCKETS_MAX, "buckets");
    List<LoadBucket> buckets = new ArrayList<>(count);
    for (int i = 0; i < count; i++) buckets.add(new LoadBucket(Bytes.of(in.sized()), in.varint()));
    return buckets;
  }

  private static List<Long> peers(ByteReader in) {
    int count = limited(in.u8(), Membership.PEERS_MAX, "peers");
    List<Long> peers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) peers.add(in.u64());
    return peers;
  }

  private static int limited(int count, int most, String what) {
    if (count > most) throw new MalformedBytes(count + " " + what);
    return count;
  }

  private static PeerRole role(int code) {
    return switch (code) {
      case 1 -> PeerRole.VOTER;
      case 2 -> PeerRole.LEARNER;
      case 3 -> PeerRole.INCOMING;
      case 4 -> PeerRole.OUTGOING;
      case 5 -> PeerRole.DEMOTING;
      default -> throw new MalformedBytes("role " + code + " of a peer");
    };
  }

  public static byte[] encode(StoreReport report) {
    StoreReport.Disk disk = report.disk();
    ByteWriter out = new ByteWriter().u8(VERSION).u64(report.store());
    out.varint(disk.capacity()).varint(disk.used()).varint(disk.available());
    out.varint(report.regions()).varint(report.leaders());
    return out.u8(report.condition().slowScore()).varint(report.condition().busySnapshots()).toByteArray();
  }

  public static StoreReport storeReport(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    requireVersion(in, "store");
    try {
      StoreReport report = new StoreReport(in.u64(), new StoreReport.Disk(in.varint(), in.varint(), in.varint()),
          number(in), number(in), new StoreReport.Condition(in.u8(), number(in)));
      in.expectEnd();
      return report;
    } catch (IllegalArgumentException notAReport) {
      throw new MalformedBytes(notAReport.getMessage());
    }
  }

  private static int number(ByteReader in) {
    long value = in.varint();
    if (value < 0 || value > Integer.MAX_VALUE) throw new MalformedBytes("a count of " + value);
    return (int) value;
  }

  private static void requireVersion(ByteReader in, String what) {
    int version = in.u8();
    if (version != VERSION) throw new MalformedBytes(what + " report of version " + version);
  }
}
