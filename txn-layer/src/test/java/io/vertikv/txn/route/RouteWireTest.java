package io.vertikv.txn.route;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionRoute;
import io.vertikv.txn.region.RequestId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What travels between a gateway and a server, byte by byte, and what is done about bytes that nobody wrote. */
class RouteWireTest {
  private static final String NAMED = "02 01 0000000000000002 00000000000000ff 03 05 2a 03 07 0161";
  private static final String NAMELESS = "02 01 0000000000000002 00000000000000ff 03 05 00 00 0062";

  private static byte[] hex(String text) { return HexFormat.of().parseHex(text.replace(" ", "")); }

  private static Errand errand(Note.Portable note, long sequence) {
    Errand errand = new Errand(note, new Intake(new VirtualTime().loop(), RouteConfig.defaults()), 0);
    errand.name(255, sequence);
    errand.form(new ByteWriter());
    return errand;
  }

  private static final RegionRoute MOVED = new RegionRoute(7, new KeyRange(new byte[]{'a'}, new byte[0]),
      new RegionEpoch(5, 2), 3, List.of(3L, 4L));

  @Test
  void whatIsAskedIsWrittenLikeThis() {
    Errand named = errand(Note.inLane(Note.Mode.WRITE, "a", null, 42), 7);
    named.uncertain = true;
    named.setsOut(3);
    assertArrayEquals(hex(NAMED), Ask.encode(2, 255, 5, named));
    Errand nameless = errand(Note.read("b"), 0);
    nameless.setsOut(3);
    assertArrayEquals(hex(NAMELESS), Ask.encode(2, 255, 5, nameless));
  }

  @Test
  void oneThatMovedHereKeepsTheNameOfItsFirstStream() {
    Errand moved = errand(Note.write("a"), 7);
    moved.setsOut(3);
    byte[] asked = Ask.encode(2, 254, 5, moved);
    assertArrayEquals(hex("02 02 0000000000000002 00000000000000fe 03 05 00 05 07 00000000000000ff 0161"), asked);
    Ask ask = Ask.decode(asked);
    assertEquals(new Ask(2, 254, 3, 5, 0, new RequestId(255, 7, false), ask.operation()), ask);
    assertThrows(MalformedBytes.class,
        () -> Ask.decode(hex("02 01 0000000000000002 00000000000000fe 03 05 00 05 07 00000000000000ff 0161")));
  }

  @Test
  void whatIsAskedIsReadAgain() {
    Ask ask = Ask.decode(hex(NAMED));
    assertEquals(new Ask(2, 255, 3, 5, 42, new RequestId(255, 7, true), ask.operation()), ask);
    assertArrayEquals(new byte[]{1, 'a'}, ask.operation().rest());
  }

  @Test
  void whatIsToldIsWrittenLikeThis() {
    assertArrayEquals(hex("01 00 6f6b"), Told.done(new byte[]{'o', 'k'}));
    assertArrayEquals(hex("01 01 0000000000000003"), Told.failed(new RegionFailure.NotLeader(3)));
    assertArrayEquals(hex("01 04 66756c6c"), Told.failed(new RegionFailure.Busy("full")));
    assertArrayEquals(hex("01 07 0000000000000009 0000000000000008"), Told.failed(new RegionFailure.TooLarge(9, 8)));
    assertArrayEquals(hex("01 08 01 0000000000000007 01 61 00 05 02 03 02 03 04"),
        Told.failed(new RegionFailure.EpochNotMatch(List.of(MOVED))));
    assertArrayEquals(hex("01 09"), Told.failed(new RegionFailure.SeveralRegions()));
  }

  @Test
  void everyFailureComesAcross() {
    List<RegionFailure> failures = List.of(new RegionFailure.NotLeader(0), new RegionFailure.Unavailable("u"),
        new RegionFailure.Unknown("ü"), new RegionFailure.Busy(""), new RegionFailure.DiskFull("d"),
        new RegionFailure.Defect("x"), new RegionFailure.TooLarge(2, 1), new RegionFailure.SeveralRegions(),
        new RegionFailure.EpochNotMatch(List.of()), new RegionFailure.EpochNotMatch(List.of(MOVED)));
    for (RegionFailure each : failures) assertEquals(each, Told.decode(Told.failed(each)).failure());
    assertArrayEquals(new byte[]{1, 2}, Told.decode(Told.done(new byte[]{1, 2})).outcome());
  }

  @Test
  void everyCutIsNoticed() {
    byte[] whole = hex(NAMED);
    for (int length = 0; length < whole.length - 2; length++) {
      byte[] part = java.util.Arrays.copyOf(whole, length);
      assertThrows(MalformedBytes.class, () -> Ask.decode(part), "cut at " + length);
    }
    assertThrows(MalformedBytes.class, () -> Told.decode(new byte[0]));
    assertThrows(MalformedBytes.class, () -> Told.decode(hex("01 01 00")));
    assertThrows(MalformedBytes.class, () -> Told.decode(hex("02 00")));
    assertThrows(MalformedBytes.class, () -> Told.decode(hex("01 63")));
  }

  @Test
  void aServerAnswersWhateverItIsSent() {
    RouteCluster cluster = RouteCluster.ledBy(2);
    Random random = new Random(11);
    for (int i = 0; i < 300; i++) {
      byte[] payload = i % 2 == 0 ? hex(NAMED) : hex(NAMELESS);
      for (int k = random.nextInt(3); k >= 0; k--) payload[random.nextInt(payload.length)] = (byte) random.nextInt();
      byte[] garbage = java.util.Arrays.copyOf(payload, random.nextInt(payload.length + 3));
      List<byte[]> answers = new ArrayList<>();
      cluster.servers.get(2L).asked(1, garbage, answers::add);
      cluster.time.settle();
      assertEquals(1, answers.size());
      Told.decode(answers.getFirst());
    }
    Note write = Note.write("still here");
    cluster.run(write);
    assertTrue(write.over);
  }

  @Test
  void whatAnotherVersionAsksIsRefusedWithItsReason() {
    List<byte[]> answers = new ArrayList<>();
    RouteCluster.ledBy(2).servers.get(2L).asked(1, new byte[]{(byte) RequestKind.OPERATIONS.code(), 9}, answers::add);
    RegionFailure.Defect refused = assertInstanceOf(RegionFailure.Defect.class,
        Told.decode(answers.getFirst()).failure());
    assertEquals("the leader cannot read it: an operation of version 9, not up to 2", refused.message());
  }

  @Test
  void anAnswerThatIsGarbageLeavesAWriteUnknown() {
    RouteCluster cluster = RouteCluster.ledBy(2);
    cluster.wire.garbled = true;
    Note write = Note.write("a");
    Note read = Note.read("b");
    cluster.run(write, read);
    assertInstanceOf(RegionFailure.Unknown.class, write.failure);
    assertInstanceOf(RegionFailure.Unavailable.class, read.failure);
  }

  @Test
  void anAttemptEndsWithItsFirstGap() {
    StreamOrder order = new StreamOrder();
    assertTrue(order.admits(3, 0));
    assertTrue(order.admits(3, 1));
    assertFalse(order.admits(3, 3));
    assertFalse(order.admits(3, 2));
    assertFalse(order.admits(2, 0));
    assertTrue(order.admits(4, 0));
    order.refuse(3);
    assertTrue(order.admits(4, 1));
    order.refuse(4);
    assertFalse(order.admits(4, 2));
    assertFalse(order.admits(6, 1));
  }
}
