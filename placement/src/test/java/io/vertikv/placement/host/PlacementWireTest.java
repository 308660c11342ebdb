package io.vertikv.placement.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.cluster.StoreAddresses;
import io.vertikv.placement.driver.RegionAnswer;
import io.vertikv.placement.driver.StoreAnswer;
import io.vertikv.placement.operator.Order;
import io.vertikv.placement.operator.Step;
import io.vertikv.placement.report.Leadership;
import io.vertikv.placement.report.PeerRole;
import io.vertikv.placement.report.RegionDescriptor;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.report.RegionPeers;
import io.vertikv.placement.report.RegionReport;
import io.vertikv.placement.report.RegionSize;
import io.vertikv.placement.report.StoreReport;
import io.vertikv.placement.rule.StoreLabels;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.region.RegionEpoch;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PlacementWireTest {
  private static final RegionDescriptor REGION = new RegionDescriptor(2, Bytes.EMPTY, Bytes.utf8("k"),
      new RegionEpoch(3, 4), RegionPeers.of(new RegionPeer(5, 6, PeerRole.VOTER)));
  private static final String DESCRIPTOR = "0000000000000002 00 016b 0000000000000003 0000000000000004 01"
      + "0000000000000005 0000000000000006 01";
  private static final Order ORDER = new Order(7, 2, new RegionEpoch(3, 4), 6, new Step.RemovePeer(5));
  private static final String ORDER_BYTES = "32 01 0000000000000007 0000000000000002 0000000000000003 0000000000000004"
      + "0000000000000006 05 0000000000000005";

  private static byte[] hex(String text) { return HexFormat.of().parseHex(text.replace(" ", "")); }

  private static void pinned(String text, PlacementRequest request) {
    assertArrayEquals(hex(text), PlacementWire.encode(request),
        () -> HexFormat.of().formatHex(PlacementWire.encode(request)));
    assertEquals(request, PlacementWire.request(hex(text)));
    refusesOtherLengths(hex(text), PlacementWire::request);
  }

  private static void pinned(String text, PlacementAnswer answer) {
    assertArrayEquals(hex(text), PlacementWire.encode(answer),
        () -> HexFormat.of().formatHex(PlacementWire.encode(answer)));
    assertEquals(answer, PlacementWire.answer(hex(text)));
    refusesOtherLengths(hex(text), PlacementWire::answer);
  }

  /** Every shorter text is refused, and one that is longer. */
  private static void refusesOtherLengths(byte[] whole, Function<byte[], ?> decode) {
    for (int length = 0; length <= whole.length + 1; length++) {
      byte[] other = Arrays.copyOf(whole, length);
      if (length != whole.length) assertThrows(MalformedBytes.class, () -> decode.apply(other), "length " + length);
    }
  }

  @Test
  void theRequestsBytesArePinned() {
    pinned("08 01 01 11 01 01 0000000000000005 03 613a31 00 00 00", new PlacementRequest.Register(
        new ClusterCommand.PutStore(5, new StoreAddresses("a:1", "", ""), StoreLabels.NONE)));
    pinned("08 01 02 10 01 0000000000000005 09 02 07 03 01 01 00", new PlacementRequest.OfStore(
        new StoreReport(5, new StoreReport.Disk(9, 2, 7), 3, 1, StoreReport.Condition.GOOD)));
    pinned("08 01 03 01 48 01" + DESCRIPTOR
        + "0000000000000005 0000000000000008 09 0a 00 00 00 00 00 00 00 00",
        new PlacementRequest.OfRegions(List.of(
            RegionReport.of(REGION, new Leadership(5, 8), new RegionSize(9, 10)))));
    pinned("08 01 04 01" + ORDER_BYTES, new PlacementRequest.Orders(List.of(ORDER)));
    pinned("08 01 05 02 6869", new PlacementRequest.Question("hi"));
  }

  @Test
  void theAnswersBytesArePinned() {
    pinned("01 01 0000000000000009 01", new PlacementAnswer.OfStore(9, StoreAnswer.WELCOME));
    pinned("01 01 0000000000000009 02", new PlacementAnswer.OfStore(9, StoreAnswer.UNKNOWN));
    pinned("01 01 0000000000000009 03", new PlacementAnswer.OfStore(9, StoreAnswer.REMOVED));
    pinned("01 02 0000000000000009 03 01 02" + ORDER_BYTES + "03" + DESCRIPTOR, new PlacementAnswer.OfRegions(9,
        List.of(RegionAnswer.NOTHING, new RegionAnswer.Do(ORDER), new RegionAnswer.Stale(REGION))));
    pinned("01 03", new PlacementAnswer.Done());
    pinned("01 04 02 6869", new PlacementAnswer.Told("hi"));
    pinned("01 05 0000000000000003", new PlacementAnswer.Elsewhere(3));
    pinned("01 06 02 6e6f", new PlacementAnswer.Refused("no"));
    pinned("01 07 02 6e6f", new PlacementAnswer.NotNow("no"));
  }

  @Test
  void whatIsNotUnderstoodIsRefused() {
    for (String bad : List.of("07 01 05 00", "08 02 05 00", "08 01 06", "08 01 03 ff", "08 01 04 81",
        "08 01 01 0a 01 04 0000000000000005"))
      assertThrows(MalformedBytes.class, () -> PlacementWire.request(hex(bad)), bad);
    for (String bad : List.of("02 03", "01 08", "01 01 0000000000000009 04", "01 02 0000000000000009 01 04"))
      assertThrows(MalformedBytes.class, () -> PlacementWire.answer(hex(bad)), bad);
  }
}
