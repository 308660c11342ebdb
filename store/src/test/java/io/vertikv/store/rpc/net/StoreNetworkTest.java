package io.vertikv.store.rpc.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.LogMark;
import io.vertikv.raft.message.AppendRequest;
import io.vertikv.raft.message.TimeoutNow;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.group.EntryBytes;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.StoreIdentity;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over sockets of this machine. */
class StoreNetworkTest {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(4));
  private final List<SocketStore> stores = new ArrayList<>();

  @AfterEach
  void close() {
    stores.forEach(SocketStore::stop);
    SocketStore.await(vertx.close());
  }

  @Test
  void aHundredThousandMessagesKeepTheirOrder() throws InterruptedException {
    SocketStore one = store(1, 2);
    SocketStore two = store(2, 2);
    one.connectTo(two);
    one.awaitConnected(two);
    int perGroup = 25_000;
    for (int loop = 0; loop < 2; loop++) {
      int first = loop;
      for (int from = 0; from < perGroup; from += 500) {
        int start = from;
        one.on(loop, transport -> {
          for (int i = start; i < start + 500; i++) {
            // Each loop sends to groups on both loops of the other store.
            transport.send(2, message(10 + first, i));
            transport.send(2, message(21 - first, i));
          }
        });
      }
    }
    long[] next = new long[22];
    for (int i = 0; i < 4 * perGroup; i++) {
      SocketStore.Got got = two.next(two.messages);
      int group = (int) got.message().group();
      assertEquals(next[group]++, ((TimeoutNow) got.message().message()).lastIndex());
      assertEquals(group % 2, got.loop());
    }
    assertEquals(0, one.network.counters().messagesDropped.sum());
  }

  @Test
  void threeStoresAskEachOther() {
    SocketStore one = store(1, 1);
    SocketStore two = store(2, 2);
    SocketStore three = store(3, 3);
    List<SocketStore> all = List.of(one, two, three);
    for (SocketStore each : all) each.connectTo(one, two, three);
    for (SocketStore from : all) {
      for (SocketStore to : all) {
        if (from != to) from.awaitConnected(to);
      }
    }
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) answers.add(three.ask(i % 3, 1 + i % 2, "?".repeat(i)));
    for (int i = 0; i < 1000; i++) assertEquals("?".repeat(i), SocketStore.await(answers.get(i)));
    assertEquals("NOT_SENT", SocketStore.await(three.ask(0, 3, "myself")));
  }

  @Test
  void anEntryOfManyMegabytesArrivesWhileOthersGoOn() throws InterruptedException {
    SocketStore one = store(1, 1);
    SocketStore two = store(2, 1);
    one.connectTo(two);
    one.awaitConnected(two);
    byte[] large = new byte[20 << 20];
    for (int i = 0; i < large.length; i++) large[i] = (byte) (i * 31 >> 7);
    AppendRequest append = new AppendRequest(1, 1, LogMark.ZERO,
        List.of(new LogEntry(1, 1, EntryKind.COMMAND, new EntryBytes(Bytes.of(large)))), 0, 0);
    one.on(0, transport -> {
      transport.send(2, new GroupMessage(7, 2, append));
      transport.send(2, message(7, 1));
    });
    assertEquals(append, two.next(two.messages).message().message());
    assertEquals(message(7, 1), two.next(two.messages).message());
    assertTrue(two.gone.isEmpty());
  }

  @Test
  void aConnectionThatIsCutInTheMiddleOfAFrameIsMadeAgain() throws InterruptedException {
    SocketStore one = store(1, 1);
    SocketStore two = store(2, 1);
    FaultyProxy proxy = new FaultyProxy(vertx, two.address());
    one.network.connectTo(Map.of(2L, proxy.address()));
    one.awaitConnected(two);
    proxy.cutAfter(1000);
    one.on(0, transport -> {
      for (int i = 0; i < 100; i++) transport.send(2, message(7, i));
    });
    assertEquals(2L, one.next(one.gone));
    proxy.heal();
    one.awaitConnected(two);
    one.on(0, transport -> transport.send(2, message(7, 1000)));
    assertEquals(message(7, 1000), two.next(two.messages).message());
    assertEquals(0, two.network.counters().refusals.sum());
  }

  @Test
  void aHalfOpenPeerIsNoticedAndItsRequestsAreLost() throws InterruptedException {
    SocketStore one = new SocketStore(vertx, new StoreIdentity(SocketStore.CLUSTER, 1, 1), 1, Optional.empty(),
        SocketStore.HASTY);
    stores.add(one);
    SocketStore two = store(2, 1);
    FaultyProxy proxy = new FaultyProxy(vertx, two.address());
    one.network.connectTo(Map.of(2L, proxy.address()));
    one.awaitConnected(two);
    proxy.swallow();
    assertEquals("LOST", SocketStore.await(one.ask(0, 2, "anybody?")));
    assertEquals(2L, one.next(one.gone));
    proxy.heal();
    one.awaitConnected(two);
  }

  @Test
  void aStoreThatDiesIsNoticedAtOnceAndItsNextLifeIsFound() throws InterruptedException {
    SocketStore one = store(1, 2);
    SocketStore two = store(2, 2);
    one.connectTo(two);
    one.awaitConnected(two);
    two.stop();
    stores.remove(two);
    assertEquals(2L, one.next(one.gone));
    assertEquals(2L, one.next(one.gone), "both loops are told");
    SocketStore again = new SocketStore(vertx, new StoreIdentity(SocketStore.CLUSTER, 2, 2), 2, Optional.empty());
    stores.add(again);
    one.connectTo(again);
    one.awaitConnected(again);
  }

  @Test
  void aWrongClusterIsRefusedAndAStrangerGetsNoWord() throws IOException {
    SocketStore one = store(1, 1);
    SocketStore two = store(2, 1);
    SocketStore alien = new SocketStore(vertx, new StoreIdentity(0xBAD, 3, 1), 1, Optional.empty());
    stores.add(alien);
    two.connectTo(one);
    two.awaitConnected(one);
    alien.connectTo(one);
    try (Socket stranger = new Socket("127.0.0.1", one.address().port())) {
      stranger.setSoTimeout(20_000);
      stranger.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      assertEquals(-1, readOrReset(stranger.getInputStream()));
    }
    assertEquals("NOT_SENT", SocketStore.await(alien.ask(0, 1, "?")));
    assertEquals("hi", SocketStore.await(two.ask(0, 1, "hi")));
    assertNull(two.gone.poll());
  }

  /** A socket with unread input may be reset instead of closed. */
  private static int readOrReset(InputStream in) {
    try {
      return in.read();
    } catch (IOException reset) {
      return -1;
    }
  }

  private SocketStore store(long id, int loops) {
    SocketStore store = SocketStore.of(vertx, id, loops);
    stores.add(store);
    return store;
  }

  private static GroupMessage message(long group, long number) {
    return new GroupMessage(group, 2, new TimeoutNow(1, 1, number));
  }
}
