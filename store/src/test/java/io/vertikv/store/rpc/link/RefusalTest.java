package io.vertikv.store.rpc.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.RpcConfig;
import io.vertikv.store.rpc.StoreIdentity;
import io.vertikv.store.rpc.codec.FrameKind;
import io.vertikv.store.rpc.codec.HandshakeCodec;
import io.vertikv.store.rpc.codec.Hello;
import io.vertikv.store.rpc.codec.WireReader;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is not let in, who is thrown out, and that nobody else notices. */
class RefusalTest {
  private static final RpcConfig CONFIG = new RpcConfig(new RpcConfig.Limits(1 << 20, 1 << 10, 8 << 10, 4, 4 << 10, 3),
      new RpcConfig.Intervals(100, 500, 1000, 50, 800));
  private final VirtualTime time = new VirtualTime();
  private final MemoryNet net = new MemoryNet(time);
  private final MemoryStore host = new MemoryStore(time, net, new StoreIdentity(MemoryStore.CLUSTER, 1, 5), CONFIG, 1);
  private final MemoryStore friend = new MemoryStore(time, net, MemoryStore.identity(9), CONFIG, 1);

  @BeforeEach
  void aFriendIsConnected() {
    friend.connectTo(host);
    assertTrue(friend.reaches(host));
  }

  @AfterEach
  void theFriendNoticedNothing() {
    friend.transports.getFirst().send(1, new GroupMessage(7, 1, new io.vertikv.raft.message.WakeUp(2, 3)));
    friend.transports.getFirst().flush();
    time.run(5);
    assertEquals(1, host.boxes.getFirst().messages.size());
    assertTrue(friend.boxes.getFirst().gone.isEmpty());
    friend.stop();
    host.stop();
    time.run(2000);
    assertEquals(0, net.unreleasedBuffers());
  }

  @Test
  void strangersAreShownTheDoorWithoutAWord() {
    strangerSays("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(UTF_8));
    strangerSays("*1\r\n$4\r\nPING\r\n".getBytes(UTF_8));
    strangerSays(new byte[]{0x16, 3, 1, 2, 0, 1, 0, 1});
    strangerSays(new byte[8]);
    strangerSays(frame(FrameKind.HEARTBEAT.number(), new byte[0]));
    strangerSays(frame(99, new byte[0]));
    strangerSays(frame(FrameKind.HELLO.number(), "not the magic, but long enough for a greeting, 44".getBytes(UTF_8)));
    strangerSays(frame(FrameKind.HELLO.number(), hello(hello(1, 1, 2, 1, 1), 30)));
    assertEquals(8, host.exchange.counters().refusals.sum());
  }

  @Test
  void aStrangerWhoSaysNothingIsGivenUp() {
    MemoryNet.End stranger = stranger();
    time.run(900);
    assertFalse(stranger.isClosed());
    time.run(300);
    assertTrue(stranger.isClosed());
    assertEquals(1, host.exchange.counters().refusals.sum());
  }

  @Test
  void aWrongGreetingIsAnsweredWithTheReason() {
    refusedBecause("protocol 0 is too old", hello(0, MemoryStore.CLUSTER, 2, 1, 1));
    refusedBecause("store 2 belongs to cluster bad, store 1 to c0ffee", hello(1, 0xBAD, 2, 1, 1));
    refusedBecause("store 3 was wanted, this is 1", hello(1, MemoryStore.CLUSTER, 2, 1, 3));
    refusedBecause("there are two stores 1", hello(1, MemoryStore.CLUSTER, 1, 1, 1));
  }

  @Test
  void aNewerProtocolAndLaterFieldsOfAGreetingAreWelcome() {
    MemoryNet.End newer = stranger();
    newer.sendRaw(frame(FrameKind.HELLO.number(), hello(hello(7, MemoryStore.CLUSTER, 2, 1, 1), 60)));
    time.run(5);
    assertEquals(FrameKind.WELCOME.number(), newer.heard.getFirst()[4]);
    assertFalse(newer.isClosed());
  }

  @Test
  void anOlderLifeOfAStoreIsRefusedAndItsConnectionEndsWhenANewerComes() {
    MemoryNet.End old = stranger();
    old.sendRaw(frame(FrameKind.HELLO.number(), hello(hello(1, MemoryStore.CLUSTER, 2, 6, 1), 44)));
    time.run(5);
    assertFalse(old.isClosed());
    refusedBecause("store 2 in life 5 is not its newest, 6", hello(1, MemoryStore.CLUSTER, 2, 5, 1));
    MemoryNet.End young = stranger();
    young.sendRaw(frame(FrameKind.HELLO.number(), hello(hello(1, MemoryStore.CLUSTER, 2, 7, 1), 44)));
    time.run(150);
    assertTrue(old.isClosed());
    assertFalse(young.isClosed());
  }

  @Test
  void theDialerOfAWrongClusterIsToldAndTriesSeldom() {
    MemoryStore alien = new MemoryStore(time, net, new StoreIdentity(0xBAD, 2, 1), CONFIG, 1);
    alien.connectTo(host);
    time.run(8000);
    assertFalse(alien.reaches(host));
    assertTrue(alien.boxes.getFirst().gone.isEmpty());
    assertTrue(net.attempts > 8 && net.attempts < 30, net.attempts + " attempts");
    alien.stop();
  }

  @Test
  void theDialerRefusesAnotherStoreAtTheAddress() {
    MemoryStore impostor = new MemoryStore(time, net, new StoreIdentity(0xBAD, 3, 1), CONFIG, 1);
    net.listen(host.address, impostor.transports);
    MemoryStore dialer = new MemoryStore(time, net, MemoryStore.identity(4), CONFIG, 1);
    dialer.connectTo(host);
    assertFalse(dialer.reaches(host));
    dialer.stop();
    impostor.stop();
  }

  @Test
  void moreConnectionsThanTheLimitAreRefused() {
    MemoryNet.End[] strangers = new MemoryNet.End[4];
    for (int i = 0; i < 4; i++) strangers[i] = stranger();
    assertFalse(strangers[1].isClosed());
    assertTrue(strangers[2].isClosed());
    assertTrue(strangers[3].isClosed());
  }

  @Test
  void aDamagedFrameEndsTheConnectionAndNothingOfItIsDelivered() {
    byte[][] damaged = {{0, 0, 0, 0}, {0x7F, 0, 0, 0}, frame(FrameKind.RAFT.number(), new byte[]{0, 0, 0, 1, 2}), frame(
        FrameKind.REQUEST.number(), new byte[11]), frame(FrameKind.WELCOME.number(),
            new byte[26]), frame(0, new byte[3]), frame(FrameKind.RESPONSE.number(), new byte[12])};
    for (byte[] each : damaged) {
      MemoryNet.End store = welcomed();
      store.sendRaw(each);
      time.run(5);
      assertTrue(store.isClosed());
      assertEquals(FrameKind.REFUSED.number(), store.heard.getLast()[4]);
    }
    assertEquals(damaged.length, host.exchange.counters().refusals.sum());
    assertTrue(host.boxes.getFirst().messages.isEmpty());
  }

  @Test
  void noiseEndsInARefusalOrInWaitingForMore() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 2000; i++) {
      MemoryNet.End store = random.nextBoolean() ? welcomed() : stranger();
      byte[] noise = new byte[1 + random.nextInt(300)];
      random.nextBytes(noise);
      store.sendRaw(random.nextBoolean() ? noise : frame(random.nextInt(9), noise));
      time.run(2);
      store.close();
      time.run(2);
    }
    host.boxes.getFirst().messages.clear();
  }

  @Test
  void theOtherSidesReasonToLeaveIsUnderstood() {
    MemoryNet.End store = welcomed();
    store.sendRaw(frame(FrameKind.REFUSED.number(), new byte[]{0, 0, 0, 2, 'n', 'o'}));
    time.run(5);
    assertTrue(store.isClosed());
    assertEquals(0, host.exchange.counters().refusals.sum());
  }

  private MemoryNet.End stranger() {
    MemoryNet.End end = net.stranger(host.transports.getFirst(), time.newLoop());
    time.run(2);
    return end;
  }

  private MemoryNet.End welcomed() {
    MemoryNet.End end = stranger();
    end.sendRaw(frame(FrameKind.HELLO.number(), hello(hello(1, MemoryStore.CLUSTER, 2, 1, 1), 44)));
    time.run(2);
    return end;
  }

  private void strangerSays(byte[] bytes) {
    MemoryNet.End stranger = stranger();
    stranger.sendRaw(bytes);
    time.run(2);
    assertTrue(stranger.isClosed());
    assertTrue(stranger.heard.isEmpty());
  }

  private void refusedBecause(String reason, Hello hello) {
    MemoryNet.End end = stranger();
    end.sendRaw(frame(FrameKind.HELLO.number(), hello(hello, 44)));
    time.run(2);
    assertTrue(end.isClosed());
    byte[] answer = end.heard.getFirst();
    assertEquals(FrameKind.REFUSED.number(), answer[4]);
    String said = HandshakeCodec.readRefused(new WireReader().over(Unpooled.wrappedBuffer(answer), 5, answer.length))
        .reason();
    assertTrue(said.startsWith(reason), said);
  }

  private static Hello hello(int protocol, long cluster, long store, long life, long target) {
    return new Hello(protocol, new StoreIdentity(cluster, store, life), target, 0);
  }

  private static byte[] hello(Hello hello, int bytes) {
    ByteBuf buffer = Unpooled.buffer();
    HandshakeCodec.write(buffer, hello);
    return java.util.Arrays.copyOf(buffer.array(), bytes);
  }

  private static byte[] frame(int kind, byte[] body) {
    byte[] frame = new byte[5 + body.length];
    Unpooled.wrappedBuffer(frame).setInt(0, 1 + body.length).setByte(4, kind);
    System.arraycopy(body, 0, frame, 5, body.length);
    return frame;
  }
}
