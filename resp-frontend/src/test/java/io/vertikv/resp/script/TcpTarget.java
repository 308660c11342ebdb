package io.vertikv.resp.script;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server at an address. */
public final class TcpTarget implements ScriptTarget {
  private static final int TIMEOUT_MILLIS = 20_000;

  private record Connection(Socket socket, InputStream in) {}

  private final String host;
  private final int port;
  private final Map<Integer, Connection> connections = new HashMap<>();
  private boolean ours;
  private int redisVersion;

  public TcpTarget(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    String info = String.join("\n", send(0, List.of(utf8("INFO"), utf8("server"))));
    ours = info.contains("vertikv_version");
    Matcher version = Pattern.compile("redis_version:(\\d+)\\.(\\d+)").matcher(info);
    redisVersion = version.find() ? Integer.parseInt(version.group(1)) * 100 + Integer.parseInt(version.group(2)) : 0;
  }

  @Override
  public List<String> send(int client, List<byte[]> arguments) throws IOException {
    Connection connection = connections.get(client);
    if (connection == null) {
      Socket socket = new Socket(host, port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      connection = new Connection(socket, new BufferedInputStream(socket.getInputStream()));
      connections.put(client, connection);
    }
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(utf8("*" + arguments.size() + "\r\n"));
    for (byte[] argument : arguments) {
      request.writeBytes(utf8("$" + argument.length + "\r\n"));
      request.writeBytes(argument);
      request.writeBytes(utf8("\r\n"));
    }
    connection.socket().getOutputStream().write(request.toByteArray());
    return RespText.read(connection.in());
  }

  @Override
  public boolean ours() { return ours; }

  @Override
  public int redisVersion() { return redisVersion; }

  @Override
  public void close() throws IOException {
    for (Connection connection : connections.values()) connection.socket().close();
  }

  private static byte[] utf8(String text) { return text.getBytes(StandardCharsets.UTF_8); }
}
