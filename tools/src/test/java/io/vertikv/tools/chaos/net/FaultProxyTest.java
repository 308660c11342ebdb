package io.vertikv.tools.chaos.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Node 0, with store 10, dials node 1, with store 11, through the proxy of the latter. */
@Timeout(20)
class FaultProxyTest {
  private static final int SOON_MILLIS = 10_000;
  private static final int NOT_YET_MILLIS = 100;

  private final Links links = new Links(3);
  private ServerSocket listener;
  private FaultProxy proxy;
  private Socket dialer;
  private Socket target;

  @BeforeEach
  void connect() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    proxy = FaultProxy.open(1, listener.getLocalPort(), links);
    dialer = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    target = listener.accept();
    links.known(10, 0);
    send(dialer, ByteBuffer.allocate(Greeting.HELLO_BYTES).putInt(27).put((byte) 1).putLong(0x56455254494B5657L)
        .putShort((short) 1).putLong(5).putLong(10).array());
    assertEquals(Greeting.HELLO_BYTES, receive(target, Greeting.HELLO_BYTES).length);
    send(target, ByteBuffer.allocate(Greeting.WELCOME_BYTES).putInt(19).put((byte) 2).putShort((short) 1).putLong(5)
        .putLong(11).array());
    assertEquals(Greeting.WELCOME_BYTES, receive(dialer, Greeting.WELCOME_BYTES).length);
  }

  @AfterEach
  void close() throws IOException {
    links.close();
    proxy.close();
    listener.close();
    dialer.close();
    target.close();
  }

  @Test
  void aNodeIsKnownByItsWelcome() { assertEquals(1, links.nodeOf(11)); }

  @Test
  void whatIsCutWaitsAndWhatIsHealedArrives() throws IOException {
    links.cut(0, 1);
    send(dialer, new byte[]{42});
    assertNothingComes(target);
    links.heal();
    assertEquals(42, receive(target, 1)[0]);
  }

  @Test
  void oneWayCutsLeaveTheOtherWayOpen() throws IOException {
    links.cut(0, 1);
    send(target, new byte[]{7});
    assertEquals(7, receive(dialer, 1)[0]);
    links.heal();
    links.cut(1, 0);
    send(dialer, new byte[]{8});
    assertEquals(8, receive(target, 1)[0]);
    send(target, new byte[]{9});
    assertNothingComes(dialer);
  }

  @Test
  void cutsBetweenOthersDoNotMatter() throws IOException {
    links.cut(2, 1);
    links.cut(0, 2);
    send(dialer, new byte[]{1});
    assertEquals(1, receive(target, 1)[0]);
  }

  @Test
  void aSlowLinkIsLate() throws IOException {
    links.delay(0, 1, 2 * NOT_YET_MILLIS);
    long sentNanos = System.nanoTime();
    send(dialer, new byte[]{3});
    assertEquals(3, receive(target, 1)[0]);
    assertTrue(System.nanoTime() - sentNanos >= TimeUnit.MILLISECONDS.toNanos(2 * NOT_YET_MILLIS));
  }

  @Test
  void brokenConnectionsEndOnBothSides() throws IOException {
    proxy.breakConnections();
    assertTrue(ends(dialer));
    assertTrue(ends(target));
  }

  @Test
  void aProxyOfANodeThatIsDownEndsTheConnection() throws IOException {
    listener.close();
    try (Socket late = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      assertTrue(ends(late));
    }
  }

  @Test
  void aStrangerIsCutOffOnlyFromWhoHearsNobody() {
    assertTrue(links.passes(Links.STRANGER, 1));
    links.cut(0, 1);
    assertTrue(links.passes(Links.STRANGER, 1));
    links.cut(2, 1);
    assertFalse(links.passes(Links.STRANGER, 1));
    assertTrue(links.passes(1, Links.STRANGER));
  }

  private static boolean ends(Socket socket) throws IOException {
    socket.setSoTimeout(SOON_MILLIS);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  private static void assertNothingComes(Socket socket) throws IOException {
    socket.setSoTimeout(NOT_YET_MILLIS);
    assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
  }

  private static void send(Socket socket, byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  private static byte[] receive(Socket socket, int count) throws IOException {
    socket.setSoTimeout(SOON_MILLIS);
    return socket.getInputStream().readNBytes(count);
  }
}
