package io.vertikv.tools.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A few seconds of the traffic that a node gets first, for the start-up cache: what clients ask when they connect, and
 * the everyday commands in pipelines long enough for the compiler to take notice.
 */
public final class Exercise {
  private static final int ROUNDS = 200;
  private static final int PIPELINE = 16;
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int ANSWER_BYTES_MAX = 64 << 20;
  private static final String END = "end-of-round";
  private static final List<String> GREETING = List.of("HELLO 3", "CLIENT SETINFO LIB-NAME warm-up",
      "CLIENT SETNAME warm-up",
      "COMMAND DOCS", "COMMAND", "CONFIG GET save", "INFO", "DBSIZE", "SELECT 0", "PING", "HELLO 2");
  private static final List<String> ROUND = List.of("SET k:%d value-%d", "GET k:%d", "INCR n:%d", "EXPIRE k:%d 100",
      "TTL k:%d",
      "HSET h:%d f v", "HGETALL h:%d", "LPUSH l:%d a b", "LRANGE l:%d 0 -1", "SADD s:%d a", "SMEMBERS s:%d",
      "ZADD z:%d 1 a",
      "ZRANGE z:%d 0 -1", "MSET a:%d 1 b:%d 2", "MGET a:%d b:%d", "MULTI", "INCR m:%d", "EXEC", "SCAN 0", "DEL k:%d");
  private static final List<String> PAGES = List.of("/healthz", "/readyz", "/metrics", "/config", "/nothing");

  private Exercise() {}

  /** Talks to every port that is open: Redis on those that speak it, HTTP on the others. */
  public static void run(List<Listening> ports) throws IOException {
    for (Listening port : ports) {
      if (port.isRedis()) commands(port);
      else for (String page : PAGES) page(port, page);
    }
  }

  private static void commands(Listening port) throws IOException {
    try (Socket socket = connect(port)) {
      exchange(socket, String.join("\r\n", GREETING) + "\r\n");
      for (int round = 0; round < ROUNDS; round++) {
        StringBuilder pipeline = new StringBuilder();
        for (int i = 0; i < PIPELINE; i++)
          for (String command : ROUND) pipeline.append(command.replace("%d", String.valueOf(i))).append("\r\n");
        exchange(socket, pipeline.toString());
      }
    }
  }

  /** Replies are not looked at: the last one is an echo, and where it comes all others have come. */
  private static void exchange(Socket socket, String commands) throws IOException {
    socket.getOutputStream().write((commands + "ECHO " + END + "\r\n").getBytes(StandardCharsets.US_ASCII));
    byte[] end = (END + "\r\n").getBytes(StandardCharsets.US_ASCII);
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[64 << 10];
    int matched = 0;
    for (long read = 0; matched < end.length;) {
      int count = in.read(buffer);
      read += count;
      if (count < 0 || read > ANSWER_BYTES_MAX) throw new IOException("the node did not answer " + END);
      for (int i = 0; i < count && matched < end.length; i++)
        matched = buffer[i] == end[matched] ? matched + 1 : buffer[i] == end[0] ? 1 : 0;
    }
  }

  private static void page(Listening port, String page) throws IOException {
    try (Socket socket = connect(port)) {
      String request = "GET " + page + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    }
  }

  private static Socket connect(Listening port) throws IOException {
    Socket socket = new Socket(port.host(), port.port());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }
}
