package io.vertikv.tools.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Answers every request with the same bytes and remembers the words it got. Requests without line breaks only. */
final class StubServer implements AutoCloseable {
  private final ServerSocket listening;
  private final Queue<String> words = new ConcurrentLinkedQueue<>();
  private volatile byte[] answer;

  private StubServer(ServerSocket listening) { this.listening = listening; }

  static StubServer answering(String answer) throws IOException {
    StubServer server = new StubServer(new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1")));
    server.answer(answer);
    Thread.ofVirtual().start(server::accept);
    return server;
  }

  void answer(String bytes) { answer = bytes.getBytes(StandardCharsets.US_ASCII); }

  int port() { return listening.getLocalPort(); }

  Stream<String> words() { return words.stream(); }

  long received(String word) { return words().filter(word::equals).count(); }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException closed) {
      words.add("closed: " + closed.getMessage());
    }
  }

  private void serve(Socket client) {
    try (client;
        BufferedReader in = new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1))) {
      OutputStream out = client.getOutputStream();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        for (int argument = Integer.parseInt(line.substring(1)); argument > 0; argument--) {
          in.readLine();
          words.add(in.readLine());
        }
        out.write(answer);
      }
    } catch (SocketException gone) {
      words.add("gone: " + gone.getMessage());
    } catch (IOException broken) {
      throw new AssertionError("the stub broke", broken);
    }
  }

  @Override
  public void close() throws IOException { listening.close(); }
}
