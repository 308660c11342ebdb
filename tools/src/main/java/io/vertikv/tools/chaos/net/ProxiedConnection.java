package io.vertikv.tools.chaos.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection through a proxy: two threads, each of which carries the bytes of one direction. */
final class ProxiedConnection {
  private static final int BUFFER_BYTES = 64 << 10;

  private final Socket dialer;
  private final Socket target;
  private final int targetNode;
  private final Links links;
  private final AtomicInteger pumps = new AtomicInteger(2);
  private volatile long dialingStore;

  ProxiedConnection(Socket dialer, Socket target, int targetNode, Links links) {
    this.dialer = dialer;
    this.target = target;
    this.targetNode = targetNode;
    this.links = links;
  }

  void run(Runnable atEnd) {
    Thread.ofVirtual().start(() -> pump(true, atEnd));
    Thread.ofVirtual().start(() -> pump(false, atEnd));
  }

  void close() {
    closeQuietly(dialer);
    closeQuietly(target);
  }

  private void pump(boolean forward, Runnable atEnd) {
    try {
      carry(forward);
    } catch (IOException broken) {
      // Either end has closed it, or died: the other end is told below.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      close();
      if (pumps.decrementAndGet() == 0) atEnd.run();
    }
  }

  private void carry(boolean forward) throws IOException, InterruptedException {
    InputStream in = (forward ? dialer : target).getInputStream();
    OutputStream out = (forward ? target : dialer).getOutputStream();
    byte[] bytes = new byte[BUFFER_BYTES];
    int length = in.read(bytes);
    learn(forward, bytes, length);
    while (length > 0) {
      int dialing = dialingStore == 0 ? Links.STRANGER : links.nodeOf(dialingStore);
      if (!(forward ? links.awaitPassage(dialing, targetNode) : links.awaitPassage(targetNode, dialing))) return;
      out.write(bytes, 0, length);
      length = in.read(bytes);
    }
  }

  /** A greeting comes in one piece: it is shorter than any packet and nothing is sent before it. */
  private void learn(boolean forward, byte[] first, int length) {
    OptionalLong store = forward ? Greeting.dialer(first, length) : Greeting.reached(first, length);
    if (store.isEmpty()) return;
    if (forward) dialingStore = store.getAsLong();
    else links.known(store.getAsLong(), targetNode);
  }

  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      // It is closed because it is of no use; how it ends does not matter.
    }
  }
}
