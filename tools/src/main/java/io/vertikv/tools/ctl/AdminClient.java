package io.vertikv.tools.ctl;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The admin port of a node. Blocks. */
final class AdminClient {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OK = 200;
  /** No placement leader is known just now. */
  private static final int UNAVAILABLE = 503;
  private static final long PAUSE_MILLIS = 200;

  private final String address;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /** @param address host:port, or https://host:port, which the authorities of the JVM's trust store vouch for */
  AdminClient(String address) {
    this.address = address;
  }

  JsonObject status() throws InterruptedException {
    return ask(request("/cluster").GET().build());
  }

  JsonObject act(String action, long store) throws InterruptedException {
    return ask(request("/cluster/" + action + "?store=" + store).POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  /**
   * Asks again for a while when no placement leader is known.
   *
   * @param page with its parameters, below /placement/
   */
  JsonObject placement(String page) throws InterruptedException {
    return askUntilLed(request("/placement/" + page).GET().build());
  }

  JsonObject changePlacement(String page) throws InterruptedException {
    return ask(request("/placement/" + page).POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  /** For what may be asked for twice. */
  JsonObject reachPlacement(String page) throws InterruptedException {
    return askUntilLed(request("/placement/" + page).POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  private HttpRequest.Builder request(String path) {
    try {
      return HttpRequest.newBuilder(URI.create((address.startsWith("https://") ? "" : "http://") + address + path))
          .timeout(PATIENCE);
    } catch (IllegalArgumentException malformed) {
      throw new CtlFailed("--admin must be host:port, not " + address);
    }
  }

  private static String said(HttpResponse<String> response) {
    String type = response.headers().firstValue("content-type").orElse("");
    return type.startsWith("application/json")
        ? new JsonObject(response.body()).getString("error", response.body())
        : response.body().strip();
  }

  private JsonObject ask(HttpRequest request) throws InterruptedException { return read(send(request)); }

  private JsonObject askUntilLed(HttpRequest request) throws InterruptedException {
    long beganNanos = System.nanoTime();
    HttpResponse<String> response = send(request);
    while (response.statusCode() == UNAVAILABLE && System.nanoTime() - beganNanos < PATIENCE.toNanos()) {
      Thread.sleep(PAUSE_MILLIS);
      response = send(request);
    }
    return read(response);
  }

  private HttpResponse<String> send(HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException unreachable) {
      throw new CtlFailed("no node answers on the admin port " + address + ": " + unreachable);
    }
  }

  private JsonObject read(HttpResponse<String> response) {
    if (response.statusCode() != OK) throw new CtlFailed(address + " says: " + said(response));
    try {
      return new JsonObject(response.body());
    } catch (DecodeException stranger) {
      throw new CtlFailed(address + " is not the admin port of a node of this version");
    }
  }
}
