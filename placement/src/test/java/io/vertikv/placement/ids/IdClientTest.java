package io.vertikv.placement.ids;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.placement.TestLoop;
import io.vertikv.placement.TestTransport;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.rpc.Transport.RequestFailure;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class IdClientTest {
  private static final RequestKey KEY = new RequestKey(0x0011223344556677L, 0x8899aabbccddeeffL);
  private static final IdOutcome ID = new IdOutcome.Allocated(105);
  private static final long PATIENCE_MILLIS = 5_000;

  private final TestLoop loop = new TestLoop();
  private final TestTransport wire = new TestTransport();
  private final List<IdOutcome> got = new ArrayList<>();
  private final List<Consumer<IdOutcome>> local = new ArrayList<>();
  private IdOutcome here = new IdOutcome.NotLeader(2);
  private final IdClient client = new IdClient(loop, wire, (key, done) -> {
    if (here == null) local.add(done);
    else done.accept(here);
  });

  private void allocate() {
    client.allocate(KEY, loop.nanoTime() + PATIENCE_MILLIS * 1_000_000, got::add);
    assertEquals(List.of(), got, "not within the call");
    loop.turn();
  }

  private void answer(IdOutcome outcome) { wire.take().reply().answered(IdWire.encode(outcome)); }

  @Test
  void theLeaderHereGivesItWithoutTheWire() {
    here = ID;
    allocate();
    assertEquals(List.of(ID), got);
    assertEquals(0, wire.underWay() + loop.timers());
  }

  @Test
  void theLeaderElsewhereIsAskedAndItsHintFollowed() {
    allocate();
    TestTransport.Asked asked = wire.take();
    assertEquals(2, asked.store());
    asked.reply().answered(IdWire.encode(new IdOutcome.NotLeader(3)));
    TestTransport.Asked next = wire.take();
    assertEquals(3, next.store());
    next.answer(new IdServer((key, done) -> done.accept(key.equals(KEY) ? ID : null), wire));
    assertEquals(List.of(ID), got);
    assertEquals(0, loop.timers());
  }

  @Test
  void whatFailsIsTriedAgain() {
    allocate();
    for (RequestFailure failure : RequestFailure.values()) {
      wire.take().reply().failed(failure);
      loop.pass(IdClient.PAUSE_MILLIS);
    }
    answer(new IdOutcome.Unavailable("not now"));
    loop.pass(IdClient.PAUSE_MILLIS);
    answer(new IdOutcome.Unknown());
    loop.pass(IdClient.PAUSE_MILLIS);
    answer(ID);
    assertEquals(List.of(ID), got);
  }

  @Test
  void atTheDeadlineItSaysWhetherThereMayBeAnId() {
    here = new IdOutcome.NotLeader(0);
    allocate();
    loop.pass(PATIENCE_MILLIS);
    assertEquals(List.of(new IdOutcome.Unavailable("no answer in time")), got);
    got.clear();
    here = null;
    allocate();
    loop.pass(PATIENCE_MILLIS);
    assertEquals(List.of(new IdOutcome.Unknown()), got);
    local.getFirst().accept(ID);
    got.clear();
    here = new IdOutcome.NotLeader(2);
    allocate();
    wire.take().reply().failed(RequestFailure.LOST);
    here = new IdOutcome.NotLeader(0);
    loop.pass(PATIENCE_MILLIS);
    assertEquals(List.of(new IdOutcome.Unknown()), got, "said once");
    loop.pass(PATIENCE_MILLIS);
    assertEquals(0, loop.timers());
  }

  @Test
  void whoDoesNotUnderstandEndsIt() {
    allocate();
    wire.take().reply().answered(new byte[]{7});
    assertEquals(List.of(new IdOutcome.Refused("id message of version 7")), got);
    List<byte[]> said = new ArrayList<>();
    new IdServer((key, done) -> {}, wire).asked(2, new byte[]{4, 9}, said::add);
    assertEquals(new IdOutcome.Refused("id message of version 9"), IdWire.outcome(said.getFirst()));
  }

  @Test
  void theBytesArePinned() {
    assertArrayEquals(hex("04 01 00112233445566778899aabbccddeeff"), IdWire.request(KEY));
    assertEquals(KEY, IdWire.key(IdWire.request(KEY)));
    pinned("01 01 0000000000000069", ID);
    pinned("01 02 0000000000000003", new IdOutcome.NotLeader(3));
    pinned("01 03 02 6e6f", new IdOutcome.Unavailable("no"));
    pinned("01 04", new IdOutcome.Unknown());
    pinned("01 05 02 6e6f", new IdOutcome.Refused("no"));
    for (String bad : List.of("", "01", "01 06", "01 04 00", "01 01 0000000000000064", "01 05 03 6e6f")) {
      assertThrows(MalformedBytes.class, () -> IdWire.outcome(hex(bad)), bad);
    }
    assertThrows(MalformedBytes.class, () -> IdWire.key(hex("04 01 0011")));
  }

  private static void pinned(String text, IdOutcome outcome) {
    assertArrayEquals(hex(text), IdWire.encode(outcome));
    assertEquals(outcome, IdWire.outcome(hex(text)));
  }

  private static byte[] hex(String text) { return HexFormat.of().parseHex(text.replace(" ", "")); }
}
