package io.vertikv.tools.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;

/** Sends commands without end and without waiting, and reads replies, until the server ends the connection. */
final class EndlessClient {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int SENT_TOGETHER = 100;

  private final Socket socket;
  private final CountDownLatch started = new CountDownLatch(SENT_TOGETHER);
  private final CompletableFuture<Integer> answered;

  /**
   * @param command the n-th inline command, from 1
   * @param reply the line that answers it
   */
  EndlessClient(int port, IntFunction<String> command, IntFunction<String> reply) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    Thread.ofPlatform().daemon().start(() -> send(command));
    answered = CompletableFuture.supplyAsync(() -> read(reply), task -> Thread.ofPlatform().daemon().start(task));
  }

  /** A counter that goes up by one with each command. */
  static EndlessClient counting(int port, String key) throws IOException {
    return new EndlessClient(port, n -> "INCR " + key, n -> ":" + n);
  }

  /** Waits until it is well under way. */
  void awaitStart() throws InterruptedException { started.await(); }

  /** How many were answered, all of them as they should be, when the connection has ended. */
  int answered() {
    return answered.join();
  }

  private void send(IntFunction<String> command) {
    try (OutputStream out = socket.getOutputStream()) {
      for (int n = 1;; n += SENT_TOGETHER) {
        StringBuilder commands = new StringBuilder();
        for (int i = 0; i < SENT_TOGETHER; i++) commands.append(command.apply(n + i)).append("\r\n");
        out.write(commands.toString().getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException ended) {
      started.countDown(); // the connection has ended, which is what everybody waits for
    }
  }

  private int read(IntFunction<String> reply) {
    int count = 0;
    try (BufferedReader in = new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.equals(reply.apply(++count))) throw new AssertionError("reply " + count + " is " + line);
        started.countDown();
      }
      return count;
    } catch (SocketException reset) {
      return count;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
