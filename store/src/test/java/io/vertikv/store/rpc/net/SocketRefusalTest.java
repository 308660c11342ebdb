package io.vertikv.store.rpc.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertikv.store.rpc.StoreIdentity;
import io.vertikv.store.rpc.codec.FrameKind;
import io.vertikv.store.rpc.codec.HandshakeCodec;
import io.vertikv.store.rpc.codec.Hello;
import io.vertikv.store.rpc.codec.WireReader;
import io.vertikv.store.rpc.link.LoopTransport;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Over sockets of this machine: each refusal is one line of the log and one closed connection, and nobody else's business. */
class SocketRefusalTest {
  private static final int TIMEOUT_MILLIS = 20_000;
  private static final int LAST_FRAME_BYTES_MAX = 1 << 16;
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final List<SocketStore> stores = new ArrayList<>();
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
    @Override
    protected void append(ILoggingEvent event) {
      if (event.getFormattedMessage().startsWith("refused the connection")) lines.add(event.getFormattedMessage());
    }
  };
  private final Logger log = (Logger) LoggerFactory.getLogger(LoopTransport.class);
  @TempDir
  private Path folder;
  private SocketStore host;
  private SocketStore friend;

  @BeforeEach
  void listen() {
    appender.setContext(log.getLoggerContext());
    appender.start();
    log.addAppender(appender);
  }

  @AfterEach
  void close() {
    log.detachAppender(appender);
    stores.forEach(SocketStore::stop);
    SocketStore.await(vertx.close());
  }

  @Test
  void anOlderProtocolIsToldWhyAndShownTheDoor() throws Exception {
    open(Optional.empty(), Optional.empty());
    String reason = "protocol 0 is too old";
    assertRefused(reason, hello(new Hello(0, new StoreIdentity(SocketStore.CLUSTER, 7, 1), 1, 0)));
    assertOneLine(reason);
  }

  @Test
  void aWrongClusterIsToldWhyAndShownTheDoor() throws Exception {
    open(Optional.empty(), Optional.empty());
    String reason = "store 7 belongs to cluster bad, store 1 to c0ffee";
    assertRefused(reason, hello(new Hello(1, new StoreIdentity(0xBAD, 7, 1), 1, 0)));
    assertOneLine(reason);
  }

  @Test
  void anOversizedFrameEndsTheConnectionBeforeItIsRead() throws Exception {
    open(Optional.empty(), Optional.empty());
    assertRefused("", hello(member()), new byte[]{0x7F, 0, 0, 0});
    assertOneLine("store 7");
  }

  @Test
  void aFrameWhoseContentIsCutShortEndsTheConnection() throws Exception {
    open(Optional.empty(), Optional.empty());
    assertRefused("", hello(member()), frame(FrameKind.RAFT.number(), new byte[]{0, 0, 0, 100, 1}));
    assertOneLine("store 7");
    assertTrue(host.messages.isEmpty());
  }

  @Test
  void aConnectionThatEndsWithinAFrameIsOverAndNoRefusal() throws Exception {
    open(Optional.empty(), Optional.empty());
    try (Socket store = new Socket("127.0.0.1", host.address().port())) {
      store.setSoTimeout(TIMEOUT_MILLIS);
      store.getOutputStream().write(hello(member()));
      assertEquals(FrameKind.WELCOME.number(), read(new DataInputStream(store.getInputStream()))[0]);
      byte[] whole = frame(FrameKind.RAFT.number(), new byte[100]);
      store.getOutputStream().write(whole, 0, 50);
    }
    assertTheFriendNoticedNothing();
    assertTrue(lines.isEmpty());
    assertTrue(host.messages.isEmpty());
  }

  @Test
  void aCertificateOfAnotherAuthorityIsRefusedInOneLine() throws Exception {
    TestAuthority ours = new TestAuthority("ours");
    open(tls(ours, "host"), tls(ours, "friend"));
    // Of the same name, so that the stranger has something to show.
    TestAuthority theirs = new TestAuthority("ours");
    try (Socket stranger = theirs.context(ours).getSocketFactory().createSocket("127.0.0.1", host.address().port())) {
      stranger.setSoTimeout(TIMEOUT_MILLIS);
      assertEquals(-1, readOrReset(stranger, hello(member())));
    }
    assertOneLine("");
  }

  @Test
  void plainTextIsRefusedByAStoreThatSpeaksTlsInOneLine() throws Exception {
    TestAuthority ours = new TestAuthority("ours");
    open(tls(ours, "host"), tls(ours, "friend"));
    try (Socket stranger = new Socket("127.0.0.1", host.address().port())) {
      stranger.setSoTimeout(TIMEOUT_MILLIS);
      readOrReset(stranger, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    }
    assertOneLine("");
  }

  private void open(Optional<TlsFiles> hosts, Optional<TlsFiles> friends) {
    host = new SocketStore(vertx, new StoreIdentity(SocketStore.CLUSTER, 1, 1), 1, hosts);
    friend = new SocketStore(vertx, new StoreIdentity(SocketStore.CLUSTER, 2, 1), 1, friends);
    stores.addAll(List.of(host, friend));
    friend.connectTo(host);
    friend.awaitConnected(host);
  }

  private Optional<TlsFiles> tls(TestAuthority authority, String name) throws IOException {
    return Optional.of(authority.writeTo(Files.createDirectory(folder.resolve(name)), true));
  }

  private static Hello member() { return new Hello(1, new StoreIdentity(SocketStore.CLUSTER, 7, 1), 1, 0); }

  /** The last frame before the end says why. */
  private void assertRefused(String reason, byte[]... sent) throws IOException {
    try (Socket store = new Socket("127.0.0.1", host.address().port())) {
      store.setSoTimeout(TIMEOUT_MILLIS);
      for (byte[] each : sent) store.getOutputStream().write(each);
      DataInputStream in = new DataInputStream(store.getInputStream());
      byte[] frame = read(in);
      while (frame[0] != FrameKind.REFUSED.number()) frame = read(in);
      String said = HandshakeCodec.readRefused(new WireReader().over(Unpooled.wrappedBuffer(frame), 1, frame.length))
          .reason();
      assertTrue(said.startsWith(reason), said);
      assertEquals(-1, in.read());
    }
  }

  private void assertOneLine(String part) throws InterruptedException {
    String line = lines.poll(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    assertTrue(line != null && line.contains(part), line);
    assertTheFriendNoticedNothing();
    assertTrue(lines.isEmpty(), lines.toString());
    assertEquals(1, host.network.counters().refusals.sum());
  }

  private void assertTheFriendNoticedNothing() {
    assertEquals("hi", SocketStore.await(friend.ask(0, 1, "hi")));
    assertTrue(friend.gone.isEmpty());
  }

  /** Without its length. */
  private static byte[] read(DataInputStream in) throws IOException {
    int length = in.readInt();
    assertTrue(length > 0 && length < LAST_FRAME_BYTES_MAX);
    return in.readNBytes(length);
  }

  /** What TLS has to say comes as an exception, here or there. */
  private static int readOrReset(Socket socket, byte[] sent) {
    try {
      socket.getOutputStream().write(sent);
      int read = socket.getInputStream().read();
      while (read >= 0) read = socket.getInputStream().read();
      return read;
    } catch (IOException refused) {
      return -1;
    }
  }

  private static byte[] hello(Hello hello) {
    ByteBuf body = Unpooled.buffer();
    HandshakeCodec.write(body, hello);
    byte[] bytes = new byte[body.readableBytes()];
    body.readBytes(bytes);
    return frame(FrameKind.HELLO.number(), bytes);
  }

  private static byte[] frame(int kind, byte[] body) {
    byte[] frame = new byte[5 + body.length];
    Unpooled.wrappedBuffer(frame).setInt(0, 1 + body.length).setByte(4, kind);
    System.arraycopy(body, 0, frame, 5, body.length);
    return frame;
  }
}
