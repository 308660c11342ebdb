package io.vertikv.placement.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.group.PeerAddresses;
import io.vertikv.store.region.RegionEpoch;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ReportFormatTest {
  private static final RegionPeers PEERS = RegionPeers.of(new RegionPeer(11, 1, PeerRole.VOTER),
      new RegionPeer(12, 2, PeerRole.LEARNER));
  private static final RegionDescriptor REGION = new RegionDescriptor(7, Bytes.utf8("a"), Bytes.EMPTY,
      new RegionEpoch(3, 4), PEERS);

  private static byte[] hex(String text) { return HexFormat.of().parseHex(text.replace(" ", "")); }

  private static void refusesOtherLengths(byte[] whole, Function<byte[], ?> decode) {
    for (int length = 0; length <= whole.length + 1; length++) {
      byte[] other = Arrays.copyOf(whole, length);
      if (length != whole.length) assertThrows(MalformedBytes.class, () -> decode.apply(other), "length " + length);
    }
  }

  @Test
  void theRegionReportsBytesArePinned() {
    RegionReport report = new RegionReport(REGION, new Leadership(11, 5), new RegionSize(300, 2),
        new RegionFlow(new Traffic(1, 2), new Traffic(3, 4), 1000, List.of(new LoadBucket(Bytes.utf8("b"), 9))),
        new PeerHealth(List.of(), List.of(12L)));
    String text = "01 0000000000000007 01 61 00 0000000000000003 0000000000000004 02"
        + "000000000000000b 0000000000000001 01 000000000000000c 0000000000000002 02"
        + "000000000000000b 0000000000000005 ac02 02 01 02 03 04 e807 01 01 62 09 00 01 000000000000000c";
    assertArrayEquals(hex(text), ReportCodec.encode(report),
        () -> HexFormat.of().formatHex(ReportCodec.encode(report)));
    assertEquals(report, ReportCodec.regionReport(hex(text)));
    refusesOtherLengths(hex(text), ReportCodec::regionReport);
    assertThrows(MalformedBytes.class,
        () -> ReportCodec
            .regionReport(hex(text.replace("000000000000000b 0000000000000005", "000000000000000c 0000000000000005"))),
        "a learner cannot lead");
  }

  @Test
  void theStoreReportsBytesArePinned() {
    StoreReport report = new StoreReport(3, new StoreReport.Disk(300, 100, 200), 4, 2,
        new StoreReport.Condition(80, 1));
    String text = "01 0000000000000003 ac02 64 c801 04 02 50 01";
    assertArrayEquals(hex(text), ReportCodec.encode(report));
    assertEquals(report, ReportCodec.storeReport(hex(text)));
    refusesOtherLengths(hex(text), ReportCodec::storeReport);
    assertThrows(MalformedBytes.class, () -> ReportCodec.storeReport(hex(text.replace(" 50 ", " 65 "))));
  }

  @Test
  void peersOfAJointPhaseAreReadFromTheMembership() {
    Membership joint = new Membership(PeerSet.of(1, 2, 4), PeerSet.of(1, 2, 3, 5), PeerSet.of(6), PeerSet.of(5));
    RegionPeers peers = RegionPeers.of(joint,
        PeerAddresses.of(Map.of(1L, 10L, 2L, 20L, 3L, 30L, 4L, 40L, 5L, 50L, 6L, 60L)));
    assertEquals("1@10 2@20 3@30:outgoing 4@40:incoming 5@50:demoting 6@60:learner", peers.toString());
    assertEquals("1@10 2@20 4@40 5@50:learner 6@60:learner", peers.afterJoint().toString());
    assertEquals(3, peers.voters());
  }
}
