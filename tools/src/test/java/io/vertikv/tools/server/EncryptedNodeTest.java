package io.vertikv.tools.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.rpc.net.TestAuthority;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole nodes with certificates, and clients that have the right ones or not. */
class EncryptedNodeTest {
  private static final int TIMEOUT_MILLIS = 20_000;
  private static final long RENEWAL_NANOS = TimeUnit.SECONDS.toNanos(30);
  private final TestAuthority ours = new TestAuthority("ours");
  private final List<TestNode> nodes = new CopyOnWriteArrayList<>();
  @TempDir
  private Path folder;
  private Path files;

  @BeforeEach
  void certificates() throws IOException {
    files = Files.createDirectory(folder.resolve("files"));
    ours.writeTo(files, true);
  }

  @AfterEach
  void close() { nodes.parallelStream().forEach(TestNode::close); }

  @Test
  void onlyClientsWithACertificateOfTheAuthorityAreServed() throws Exception {
    int port = freePorts(1).getFirst();
    TestNode node = start("node", Map.of("tls.port", text(port), "tls.plain-port", "false"));
    assertEquals(port, node.port());
    try (Socket friend = socket(ours.context(ours), port)) {
      assertEquals("+OK", ask(friend, "SET a 1"));
      try (Socket stranger = socket(new TestAuthority("ours").context(ours), port)) {
        assertThrows(IOException.class, () -> ask(stranger, "PING"));
      }
      try (Socket plain = new Socket("127.0.0.1", port)) {
        plain.setSoTimeout(TIMEOUT_MILLIS);
        assertTrue(!ask(plain, "PING").startsWith("+"));
      } catch (IOException reset) {
        assertTrue(isBroken(reset), reset.getMessage());
      }
      assertEquals("$1", ask(friend, "GET a"));
    }
  }

  @Test
  void aNewCertificateIsShownWithoutARestartAndOpenConnectionsGoOn() throws Exception {
    int port = freePorts(1).getFirst();
    start("node", Map.of("tls.port", text(port), "tls.reload", "50ms"));
    TestAuthority next = new TestAuthority("next");
    try (Socket before = socket(ours.context(ours), port)) {
      assertEquals("+PONG", ask(before, "PING"));
      next.writeTo(files, true);
      SSLContext renewed = next.context(next);
      long deadline = System.nanoTime() + RENEWAL_NANOS;
      while (!serves(renewed, port)) assertTrue(System.nanoTime() - deadline < 0, "the old certificate is still shown");
      assertEquals("+PONG", ask(before, "PING"));
      Files.writeString(files.resolve("store.pem"), "half a certif");
      assertTrue(serves(renewed, port), "what cannot be used is not");
    }
  }

  @Test
  void theAdminPortSpeaksHttps() throws Exception {
    int port = freePorts(1).getFirst();
    start("node", Map.of("tls.admin", "true", "tls.auth-clients", "no", "admin-port", text(port)));
    try (HttpClient client = HttpClient.newBuilder().sslContext(ours.context(ours)).build()) {
      HttpRequest ready = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/readyz")).build();
      assertEquals(200, client.send(ready, HttpResponse.BodyHandlers.ofString()).statusCode());
    }
  }

  @Test
  void nodesOfAClusterSpeakTlsWithOneAnother() throws Exception {
    List<Integer> ports = freePorts(2);
    String join = "127.0.0.1:" + ports.get(0) + ",127.0.0.1:" + ports.get(1);
    List<CompletableFuture<TestNode>> starting = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Map<String, String> settings = Map.of("tls.cluster", "true", "join", join, "node-port", text(ports.get(i)));
      String name = "node" + i;
      starting.add(CompletableFuture.supplyAsync(() -> start(name, settings)));
    }
    for (CompletableFuture<TestNode> each : starting) each.orTimeout(60, TimeUnit.SECONDS).join();
    try (Socket one = plain(nodes.get(0).port()); Socket two = plain(nodes.get(1).port())) {
      assertEquals("+OK", ask(one, "SET a 1"));
      assertEquals(":1", ask(one, "WAIT 1 1000"));
      assertEquals("$1", ask(two, "GET a"));
    }
    try (Socket stranger = plain(ports.get(0))) {
      assertTrue(!ask(stranger, "PING").startsWith("+"));
    } catch (IOException reset) {
      assertTrue(isBroken(reset), reset.getMessage());
    }
  }

  private TestNode start(String name, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Map.of("tls.cert-file", text(files.resolve("store.pem")), "tls.key-file",
        text(files.resolve("store.key")), "tls.ca-cert-file", text(files.resolve("authority.pem"))));
    all.putAll(settings);
    TestNode node = TestNode.start(folder.resolve(name), StoreVolume.FILES, all);
    nodes.add(node);
    return node;
  }

  /** The other side has closed while this one was still writing, or reading. */
  private static boolean isBroken(IOException failure) {
    return failure.getMessage().contains("reset") || failure.getMessage().contains("Broken pipe");
  }

  /** In TLS 1.3 the server's refusal of a client's certificate comes after the client's handshake has ended. */
  private boolean serves(SSLContext context, int port) throws IOException {
    try (SSLSocket socket = (SSLSocket) socket(context, port)) {
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getIssuerX500Principal().getName().equals("CN=next") && ask(socket, "PING").equals("+PONG");
    } catch (SSLException | SocketException notBelieved) {
      return false;
    }
  }

  private static Socket socket(SSLContext context, int port) throws IOException {
    Socket socket = context.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private static Socket plain(int port) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  /** The first line of the reply to an inline command; empty at the end. */
  private static String ask(Socket socket, String command) throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
    StringBuilder line = new StringBuilder();
    int next = socket.getInputStream().read();
    while (next >= 0 && next != '\n') {
      if (next != '\r') line.append((char) next);
      next = socket.getInputStream().read();
    }
    return line.toString();
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> probes = new ArrayList<>();
    for (int i = 0; i < count; i++) probes.add(new ServerSocket(0));
    List<Integer> ports = probes.stream().map(ServerSocket::getLocalPort).toList();
    for (ServerSocket probe : probes) probe.close();
    return ports;
  }

  private static String text(Object value) { return String.valueOf(value); }
}
