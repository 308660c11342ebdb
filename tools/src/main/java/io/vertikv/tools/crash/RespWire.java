package io.vertikv.tools.crash;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection to a server on this machine: RESP2, blocking, pipelined by whoever sends before reading. */
public final class RespWire implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private RespWire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
  }

  static RespWire connect(int port) throws IOException { return connect(port, TIMEOUT_MILLIS); }

  /** An answer that takes longer than this ends in an exception. */
  public static RespWire connect(int port, int timeoutMillis) throws IOException {
    Socket socket = new Socket();
    boolean connected = false;
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(timeoutMillis);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeoutMillis);
      RespWire wire = new RespWire(socket);
      connected = true;
      return wire;
    } finally {
      if (!connected) socket.close();
    }
  }

  /** Stays in the buffer until {@link #flush}, or until that is full. */
  public void write(List<String> command) throws IOException {
    ascii("*" + command.size() + "\r\n");
    for (String argument : command) {
      ascii("$" + argument.length() + "\r\n");
      ascii(argument);
      ascii("\r\n");
    }
  }

  public void flush() throws IOException { out.flush(); }

  public Answer ask(String... command) throws IOException {
    write(List.of(command));
    flush();
    return read();
  }

  public Answer read() throws IOException {
    String line = line();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> new Answer.Text(rest);
      case '-' -> new Answer.Failure(rest);
      case ':' -> new Answer.Number(Long.parseLong(rest));
      case '$' -> rest.equals("-1") ? new Answer.Nil() : new Answer.Text(bulk(Integer.parseInt(rest)));
      case '*' -> rest.equals("-1") ? new Answer.Nil() : items(Integer.parseInt(rest));
      default -> throw new CrashTestFailed("the server sent something that is no reply: " + line);
    };
  }

  @Override
  public void close() throws IOException { socket.close(); }

  private void ascii(String text) throws IOException { out.write(text.getBytes(StandardCharsets.ISO_8859_1)); }

  private Answer items(int count) throws IOException {
    List<Answer> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) values.add(read());
    return new Answer.Items(values);
  }

  private String bulk(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length || in.read() < 0 || in.read() < 0) throw new EOFException("closed within a reply");
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\r'; b = in.read()) {
      if (b < 0) throw new EOFException("closed by the server");
      line.append((char) b);
    }
    if (in.read() < 0) throw new EOFException("closed within a reply");
    if (line.isEmpty()) throw new CrashTestFailed("the server sent an empty line");
    return line.toString();
  }
}
