package io.vertikv.resp.server;

import io.vertikv.resp.script.RespText;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client's end of a connection, byte by byte if need be. */
public final class Wire implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;

  public Wire(int port) {
    try {
      socket = new Socket();
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public Socket socket() { return socket; }

  public Wire send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Each character is a byte. */
  public Wire send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public Wire command(String... arguments) { return send(encoded(arguments)); }

  public static byte[] encoded(String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(("*" + arguments.length + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    for (String argument : arguments) {
      byte[] text = argument.getBytes(StandardCharsets.ISO_8859_1);
      bytes.writeBytes(("$" + text.length + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      bytes.writeBytes(text);
      bytes.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }
    return bytes.toByteArray();
  }

  /** The next reply's only line. */
  public String reply() { return String.join("\n", replyLines()); }

  public List<String> replyLines() {
    try {
      return RespText.read(in);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public String ask(String... arguments) { return command(arguments).reply(); }

  public List<String> replies(int count) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < count; i++) all.add(reply());
    return all;
  }

  /** So many bytes as they come. */
  public String raw(int count) {
    try {
      return new String(in.readNBytes(count), StandardCharsets.ISO_8859_1);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Everything until the server closes; a reset counts as closing. */
  public String untilClosed() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      for (int b = in.read(); b >= 0; b = in.read()) all.write(b);
    } catch (java.net.SocketTimeoutException open) {
      throw new AssertionError("still open after " + TIMEOUT_MILLIS + " ms, got " + all, open);
    } catch (IOException reset) {
      return all.toString(StandardCharsets.ISO_8859_1);
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
