package io.vertikv.placement.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.placement.rule.Demand;
import io.vertikv.placement.rule.DemandRole;
import io.vertikv.placement.rule.LabelConstraint;
import io.vertikv.placement.rule.PlacementRule;
import io.vertikv.placement.rule.StoreLabels;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.MalformedBytes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ClusterFormatTest {
  private static final String STORE = "03 613a31" + "03 613a32" + "00" + "01 04 7a6f6e65 02 7a31";
  private static final String RULE = "01 02 7231 01 6b 00 0007 01" + "02 01 01" + "04 7a6f6e65 01 01 02 7a31"
      + "01 04 7261636b";
  private static final PlacementRule RULE_VALUE = new PlacementRule("r1", Bytes.utf8("k"), Bytes.EMPTY, 7,
      List.of(new Demand(DemandRole.LEADER, 1, List.of(LabelConstraint.in("zone", "z1")), List.of("rack"))));
  private static final ClusterCommand PUT = new ClusterCommand.PutStore(5, new StoreAddresses("a:1", "a:2", ""),
      StoreLabels.of("zone", "z1"));

  private static byte[] hex(String text) { return HexFormat.of().parseHex(text.replace(" ", "")); }

  private static void pinned(String text, ClusterCommand command) {
    assertArrayEquals(hex(text), ClusterCommandCodec.encode(command),
        () -> HexFormat.of().formatHex(ClusterCommandCodec.encode(command)));
    assertEquals(command, ClusterCommandCodec.decode(hex(text)));
    refusesOtherLengths(hex(text), ClusterCommandCodec::decode);
  }

  /** Every shorter text is refused, and one that is longer. */
  private static void refusesOtherLengths(byte[] whole, Function<byte[], ?> decode) {
    for (int length = 0; length <= whole.length + 1; length++) {
      byte[] other = Arrays.copyOf(whole, length);
      if (length != whole.length) assertThrows(MalformedBytes.class, () -> decode.apply(other), "length " + length);
    }
  }

  @Test
  void theCommandsBytesArePinned() {
    pinned("01 01 0000000000000005" + STORE, PUT);
    pinned("01 02 0000000000000005 03", new ClusterCommand.ChangeLife(5, StoreLife.REMOVING));
    pinned("01 03 0000000000000005 01", new ClusterCommand.DrainStore(5, true));
    pinned("01 04 0000000000000005", new ClusterCommand.ForgetStore(5));
    pinned("01 05 0000000000000002 02 0001 05 0002 d00f",
        new ClusterCommand.Configure(2, Map.of(Setting.REPLICAS, 5L, Setting.DISCONNECTED_AFTER_MILLIS, 2000L)));
    pinned("01 06 02 04 7a6f6e65 04 686f7374", new ClusterCommand.SetLabelLevels(List.of("zone", "host")));
    pinned("01 07 08 01", new ClusterCommand.SwitchScheduler(SchedulerName.MERGE, true));
    pinned("01 08" + RULE, new ClusterCommand.PutRule(RULE_VALUE));
    pinned("01 09 02 7231", new ClusterCommand.RemoveRule("r1"));
    pinned("01 0a 0000000000000007", new ClusterCommand.AdvanceSafePoint(7));
    pinned("01 0b 00001000", new ClusterCommand.ReserveIds(4096));
    pinned("01 0c 0000000000000005", new ClusterCommand.ExpelStore(5));
  }

  @Test
  void whatIsNoCommandIsRefused() {
    for (String bad : List.of("02 04 0000000000000005", "01 0d", "01 02 0000000000000005 05",
        "01 03 0000000000000005 02",
        "01 05 0000000000000002 01 00ff 05", "01 05 0000000000000002 02 0001 05 0001 05", "01 07 09 01")) {
      assertThrows(MalformedBytes.class, () -> ClusterCommandCodec.decode(hex(bad)), bad);
    }
  }

  @Test
  void theStatesBytesArePinned() {
    ClusterState state = ClusterState.EMPTY.apply(PUT).state().apply(new ClusterCommand.PutRule(RULE_VALUE)).state()
        .apply(new ClusterCommand.Configure(1, Map.of(Setting.REPLICAS, 5L))).state()
        .apply(new ClusterCommand.AdvanceSafePoint(7)).state();
    String text = "01 0000000000000065 0000 0000000000000007 0000000000000002 01 0001 05 03 04 7a6f6e65 04 7261636b 04 686f7374"
        + "01 08 0001" + RULE + "0001 0000000000000005" + STORE + "01 00";
    assertArrayEquals(hex(text), ClusterStateCodec.encode(state),
        () -> HexFormat.of().formatHex(ClusterStateCodec.encode(state)));
    assertEquals(state, ClusterStateCodec.decode(hex(text)));
    refusesOtherLengths(hex(text), ClusterStateCodec::decode);
    assertThrows(MalformedBytes.class, () -> ClusterStateCodec.decode(hex("02" + text.substring(2))));
  }
}
