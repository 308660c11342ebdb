package io.vertikv.tools.chaos.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What operators may ask a node, for one that is up. */
public final class AdminPort implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long GOAL_SECONDS = 60;
  private static final int PAUSE_MILLIS = 200;
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final String address;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  AdminPort(int port) { address = "http://127.0.0.1:" + port; }

  /** A figure of /metrics by its name with labels; 0 when there is none of that name. */
  public double figure(String name) throws IOException, InterruptedException {
    String all = ask(HttpRequest.newBuilder(URI.create(address + "/metrics")).GET());
    return all.lines().filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1))).findFirst().orElse(0);
  }

  /** What a GET of this path answers. */
  public String page(String path) throws IOException, InterruptedException {
    return ask(HttpRequest.newBuilder(URI.create(address + path)).GET());
  }

  /** Asks until the goal is reached, as {@code vertikv ctl} does. */
  public void reach(String action, long store) throws IOException, InterruptedException {
    long untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(GOAL_SECONDS);
    String said = "";
    while (System.nanoTime() - untilNanos < 0) {
      said = ask(HttpRequest.newBuilder(URI.create(address + "/cluster/" + action + "?store=" + store))
          .POST(HttpRequest.BodyPublishers.noBody()));
      if (said.contains("\"done\"")) return;
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new ChaosFailed(action + " " + store + " is not reached in " + GOAL_SECONDS + " s: " + said.strip());
  }

  /** Changes something of placement, as {@code vertikv ctl} does; asks again as long as no placement leader is known. */
  public void change(String page) throws IOException, InterruptedException {
    long untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(GOAL_SECONDS);
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/placement/" + page)).timeout(PATIENCE)
        .POST(HttpRequest.BodyPublishers.noBody()).build();
    while (true) {
      HttpResponse<String> said = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (said.statusCode() == OK) return;
      if (said.statusCode() != UNAVAILABLE || System.nanoTime() - untilNanos >= 0)
        throw new ChaosFailed(page + " was refused: " + said.body().strip());
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private String ask(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  @Override
  public void close() { http.close(); }
}
