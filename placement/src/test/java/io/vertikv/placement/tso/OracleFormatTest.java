package io.vertikv.placement.tso;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.cluster.ClusterState;
import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.ids.IdWindow;
import io.vertikv.placement.ids.RequestKey;
import io.vertikv.store.bytes.MalformedBytes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class OracleFormatTest {
  private static final String KEY = "00112233445566778899aabbccddeeff";
  private static final RequestKey REQUEST = RequestKey.of(hex(KEY));
  private static final String NUMBERS = "0000000000000009 0000000000000002 0000018bcfe56800";
  private static final String IDS = "0000000000000066 0001" + KEY + "0000000000000065";
  private static final String CLUSTER = "01" + IDS
      + "0000000000000000 0000000000000001 00 03 047a6f6e65 047261636b 04686f7374 08 0102030405060708 0000 0000";
  private static final String STATE = "03 " + NUMBERS + CLUSTER;
  private static final OracleState APPLIED = new OracleState(9, 2, 1_700_000_000_000L,
      ClusterState.FOUNDED.with(IdWindow.EMPTY.with(REQUEST)));

  private static byte[] hex(String text) { return HexFormat.of().parseHex(text.replace(" ", "")); }

  /** Every shorter text is refused, and one that is longer. */
  private static void refusesOtherLengths(byte[] whole, Function<byte[], ?> decode) {
    decode.apply(whole);
    for (int length = 0; length <= whole.length + 1; length++) {
      byte[] other = Arrays.copyOf(whole, length);
      if (length != whole.length) assertThrows(MalformedBytes.class, () -> decode.apply(other), "length " + length);
    }
  }

  @Test
  void theStatesBytesArePinned() {
    assertArrayEquals(hex(STATE), OracleState.encode(APPLIED));
    assertEquals(APPLIED, OracleState.decode(hex(STATE)));
    refusesOtherLengths(hex(STATE), OracleState::decode);
    assertThrows(MalformedBytes.class, () -> OracleState.decode(hex("04" + STATE.substring(2))));
  }

  @Test
  void aDataFolderOfAnEarlierVersionIsReadAndSchedulesNothing() {
    assertEquals(APPLIED, OracleState.decode(hex("02" + NUMBERS + IDS)), "before there was a record of the cluster");
    refusesOtherLengths(hex("02" + NUMBERS + IDS), OracleState::decode);
    OracleState first = new OracleState(9, 2, 1_700_000_000_000L, ClusterState.FOUNDED);
    assertEquals(first, OracleState.decode(hex("01" + NUMBERS)), "before there were ids");
    for (SchedulerName scheduler : SchedulerName.values())
      assertFalse(first.cluster().config().runs(scheduler), scheduler.label());
  }

  @Test
  void idsThatWereNotGivenAreRefused() {
    assertThrows(MalformedBytes.class, () -> OracleState.decode(hex(STATE.replace("66 0001", "65 0001"))));
    assertThrows(MalformedBytes.class, () -> OracleState.decode(hex("02" + NUMBERS + "0000000000000064 0000")));
    assertThrows(MalformedBytes.class, () -> OracleState.decode(hex("02" + NUMBERS + "0000000000000066 0101")));
  }

  @Test
  void theEntriesBytesArePinned() {
    OracleEntry limit = new OracleEntry.Limit(1_700_000_000_000L);
    assertArrayEquals(hex("02 01 0000018bcfe56800"), OracleEntry.encode(limit));
    assertEquals(limit, OracleEntry.decode(hex("02 01 0000018bcfe56800")));
    assertEquals(limit, OracleEntry.decode(hex("01 0000018bcfe56800")));
    assertArrayEquals(hex("02 02" + KEY), OracleEntry.encode(new OracleEntry.NewId(REQUEST)));
    assertEquals(new OracleEntry.NewId(REQUEST), OracleEntry.decode(hex("02 02" + KEY)));
    refusesOtherLengths(hex("02 02" + KEY), OracleEntry::decode);
    OracleEntry forget = new OracleEntry.Cluster(new ClusterCommand.ForgetStore(5));
    assertArrayEquals(hex("02 03 0a 0104 0000000000000005"), OracleEntry.encode(forget));
    assertEquals(forget, OracleEntry.decode(hex("02 03 0a 0104 0000000000000005")));
    refusesOtherLengths(OracleEntry.encode(forget), OracleEntry::decode);
    assertThrows(MalformedBytes.class, () -> OracleEntry.decode(hex("02 04" + KEY)));
    assertThrows(MalformedBytes.class, () -> OracleEntry.decode(hex("03 02" + KEY)));
  }

  @Test
  void requestAndAnswersForTimestampsArePinned() {
    assertArrayEquals(hex("03 01 05"), TimestampWire.request(5));
    assertEquals(5, TimestampWire.count(hex("03 01 05")));
    refusesOtherLengths(hex("03 01 05"), TimestampWire::count);
    for (String bad : List.of("03 02 05", "03 01 00", "03 01 41", "04 01 05")) {
      assertThrows(MalformedBytes.class, () -> TimestampWire.count(hex(bad)), bad);
    }
    byte[] given = hex("01 01 02 0000000000000007 0000000000000009");
    assertArrayEquals(given, TimestampWire.encode(new TimestampWire.Answer.Given(new long[]{7, 9})));
    assertArrayEquals(new long[]{7, 9}, ((TimestampWire.Answer.Given) TimestampWire.answer(given)).timestamps());
    refusesOtherLengths(given, TimestampWire::answer);
    pinned("01 02 0000000000000003", new TimestampWire.Answer.Elsewhere(3));
    pinned("01 03", new TimestampWire.Answer.NotNow());
    pinned("01 04 02 6e6f", new TimestampWire.Answer.Refused("no"));
    for (String bad : List.of("02 03", "01 05", "01 01 00", "01 01 02 0000000000000009 0000000000000009")) {
      assertThrows(MalformedBytes.class, () -> TimestampWire.answer(hex(bad)), bad);
    }
  }

  private static void pinned(String text, TimestampWire.Answer answer) {
    assertArrayEquals(hex(text), TimestampWire.encode(answer));
    assertEquals(answer, TimestampWire.answer(hex(text)));
  }

  @Test
  void aRequestThatIsNotUnderstoodIsRefusedByName() {
    byte[][] said = {null};
    new TimestampServer(new ScriptedGroup(1).store(1).oracle).asked(2, hex("03 07 01"), answer -> said[0] = answer);
    assertEquals(new TimestampWire.Answer.Refused("timestamp message of version 7"), TimestampWire.answer(said[0]));
  }
}
