package io.vertikv.tools.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.tools.config.ConfigReader;
import io.vertikv.tools.config.ConfigSources;
import io.vertikv.tools.config.EffectiveConfig;
import io.vertikv.tools.config.Machine;
import io.vertikv.tools.config.NodeConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeShellTest {
  private static final Machine MACHINE = new Machine(2, 1L << 30, 1L << 28);

  @TempDir
  private Path data;
  private final StringWriter out = new StringWriter();
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final HttpClient client = HttpClient.newHttpClient();
  private NodeShell shell;

  @AfterEach
  void stop() {
    client.shutdownNow();
    if (shell != null) shell.stop();
  }

  /** A service that notes its life and can be told to fail or hang. */
  private class Noted implements Service {
    private final String name;
    private final Future<Void> start;
    private final Future<Void> stop;

    private Noted(String name, Future<Void> start, Future<Void> stop) {
      this.name = name;
      this.start = start;
      this.stop = stop;
    }

    @Override
    public String name() { return name; }

    @Override
    public Future<?> start() {
      events.add("start " + name);
      return start;
    }

    @Override
    public Future<?> stop() {
      events.add("stop " + name);
      return stop;
    }
  }

  @Test
  void theAdminPortAnswersWhatItShould() throws Exception {
    start(Map.of("server.requirepass", "opensesame"), NodeServices.NONE);
    assertEquals("200 text/plain; charset=utf-8 ok\n", get("/healthz"));
    assertEquals("200 text/plain; charset=utf-8 ready\n[+] node: serving\n", get("/readyz"));
    assertEquals("404 text/plain; charset=utf-8 not found; there are /healthz, /readyz, /metrics, /config, "
        + "/cluster and /placement/{stores,regions,operators,schedulers,config}\n", get("/"));
    assertEquals(503, status("GET", "/cluster"), "there is no store in this node");
    assertEquals(404, status("POST", "/cluster/burn?store=1"));
    assertEquals(400, status("POST", "/cluster/add-peer?store=x"));
    assertEquals(404, status("GET", "/healthz/"));
    assertEquals(405, status("POST", "/healthz"));
    assertEquals(200, status("HEAD", "/readyz"));
    String config = get("/config");
    assertTrue(
        config.contains(
            "\"server.requirepass\" : {\n    \"value\" : \"(hidden)\",\n    \"origin\" : \"--server-requirepass\""),
        config);
    assertFalse(config.contains("opensesame"));
    String metrics = get("/metrics");
    assertTrue(metrics.contains("\nvertikv_loop_lag_seconds_count "), metrics);
  }

  @Test
  void aFailingCheckTakesTheNodeOutOfService() throws Exception {
    start(Map.of(), context -> {
      context.readiness().check("disk", () -> Readiness.Check.fail("full"));
      return List.of();
    });
    assertEquals("503 text/plain; charset=utf-8 not ready\n[-] disk: full\n[+] node: serving\n", get("/readyz"));
    assertEquals("200 text/plain; charset=utf-8 ok\n", get("/healthz"));
  }

  @Test
  void servicesStartInOrderAndStopInReverse() {
    start(Map.of(), context -> List.of(new Noted("store", done(), done()), new Noted("redis", done(), done())));
    shell.stop();
    assertEquals(List.of("start store", "start redis", "stop redis", "stop store"), events);
  }

  @Test
  void aServiceThatDoesNotStartTakesTheOthersDownAndFreesFolderAndPort() {
    StartRefused refusal = new StartRefused("port 6379 is taken");
    NodeServices services = context -> List.of(new Noted("store", done(), done()),
        new Noted("redis", Future.failedFuture(refusal), done()));
    assertEquals(refusal, assertThrows(StartRefused.class, () -> start(Map.of(), services)));
    assertEquals(List.of("start store", "start redis", "stop redis", "stop store"), events);
    start(Map.of(), NodeServices.NONE);
  }

  @Test
  void aServiceThatHangsIsLeftBehindAtTheDeadline() {
    start(Map.of("server.drain", "0"), context -> List.of(new Noted("store", done(), done()),
        new Noted("redis", done(), Promise.<Void>promise().future())));
    shell.stop();
    assertEquals("stop store", events.getLast());
  }

  @Test
  void aDrainingNodeSaysSoUntilItIsGone() throws Exception {
    Promise<Void> drained = Promise.promise();
    CompletableFuture<Void> draining = new CompletableFuture<>();
    start(Map.of(), context -> List.of(new Noted("redis", done(), drained.future()) {
      @Override
      public Future<?> stop() {
        draining.complete(null);
        return super.stop();
      }
    }));
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(shell::stop);
    draining.get(10, TimeUnit.SECONDS);
    assertEquals("503 text/plain; charset=utf-8 not ready\n[-] node: draining\n", get("/readyz"));
    drained.complete();
    stopped.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aSecondNodeOnTheSameFolderIsRefused() {
    start(Map.of(), NodeServices.NONE);
    String refusal = assertThrows(StartRefused.class, () -> launch(Map.of(), NodeServices.NONE)).getMessage();
    assertTrue(refusal.contains("is in use by process " + ProcessHandle.current().pid()), refusal);
  }

  @Test
  void aTakenPortIsNamedWithTheSettingToChange() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = String.valueOf(taken.getLocalPort());
      String refusal = assertThrows(StartRefused.class, () -> start(Map.of("admin-port", port), NodeServices.NONE))
          .getMessage();
      assertEquals(
          "admin-port = " + port
              + " on 127.0.0.1 is taken by another process: stop that one, or choose another port with --admin-port",
          refusal);
    }
  }

  @Test
  void anAddressOfAnotherMachineIsNamedWithTheSettingToChange() {
    String refusal = assertThrows(StartRefused.class, () -> start(Map.of("bind", "192.0.2.1"), NodeServices.NONE))
        .getMessage();
    assertEquals("bind = 192.0.2.1 is not an address of this machine: choose one that is with --bind", refusal);
  }

  @Test
  void fewerOpenFilesThanConnectionsAreWarnedAbout() {
    NodeConfig config = NodeConfig.defaults(MACHINE);
    assertEquals(List.of("limits.connections = 10000, but this process may open only 4096 files: see ulimit -n"),
        Banner.warnings(config, OptionalLong.of(4096)));
    assertEquals(List.of(), Banner.warnings(config, OptionalLong.of(1 << 20)));
    assertEquals(List.of(), Banner.warnings(config, OptionalLong.empty()));
  }

  @Test
  void theBannerSaysWhereItListensAndHowToConnect() {
    start(Map.of("sync", "never"), NodeServices.NONE);
    String banner = out.toString();
    assertTrue(banner.startsWith("VertiKV test, process " + ProcessHandle.current().pid() + "\n"), banner);
    int port = shell.listening().getFirst().port();
    assertTrue(banner.contains("curl http://127.0.0.1:" + port + "/readyz\n"), banner);
    assertTrue(banner.contains(data.resolve("node") + " (sync = never)\n"), banner);
    assertFalse(banner.contains("WARNING"), banner);
  }

  @Test
  void anOpenNodeWithoutAPasswordIsWarnedAbout() {
    start(Map.of("bind", "0.0.0.0"), NodeServices.NONE);
    assertTrue(out.toString().contains("WARNING     0.0.0.0 can be reached from other machines"), out.toString());
  }

  private void start(Map<String, String> flags, NodeServices services) { shell = launch(flags, services); }

  private NodeShell launch(Map<String, String> flags, NodeServices services) {
    Map<String, String> all = new HashMap<>(
        Map.of("port", "0", "admin-port", "0", "node-port", "0", "data", data.resolve("node").toString()));
    all.putAll(flags);
    EffectiveConfig config = ConfigReader.read(new ConfigSources(all, Map.of(), Optional.empty()), MACHINE);
    return NodeShell.start(config, services, "test", new PrintWriter(out));
  }

  private static Future<Void> done() { return Future.succeededFuture(); }

  private String get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = send("GET", path);
    return answer.statusCode() + " " + answer.headers().firstValue("content-type").orElse("") + " " + answer.body();
  }

  private int status(String method, String path) throws IOException, InterruptedException {
    return send(method, path).statusCode();
  }

  private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + shell.listening().getFirst().port() + path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10))
        .method(method, HttpRequest.BodyPublishers.noBody()).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
