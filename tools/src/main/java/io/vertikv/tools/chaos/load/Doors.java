package io.vertikv.tools.chaos.load;

import java.util.concurrent.atomic.AtomicIntegerArray;

/** Where the nodes let clients in, and how many are inside. Thread-safe. */
public final class Doors {
  private static final int SHUT = 0;

  private final AtomicIntegerArray ports;
  private final AtomicIntegerArray visitors;

  public Doors(int nodes) {
    ports = new AtomicIntegerArray(nodes);
    visitors = new AtomicIntegerArray(nodes);
  }

  public int nodes() { return ports.length(); }

  public void open(int node, int port) { ports.set(node, port); }

  /** Clients inside finish what they have begun and go elsewhere. */
  public void shut(int node) {
    ports.set(node, SHUT);
  }

  public int visitors(int node) { return visitors.get(node); }

  boolean isOpen(int node) { return ports.get(node) != SHUT; }

  int port(int node) { return ports.get(node); }

  void enter(int node) { visitors.incrementAndGet(node); }

  void leave(int node) { visitors.decrementAndGet(node); }

  /** The next open one after this one, going round; itself when no other is open. */
  int after(int node) {
    for (int step = 1; step < nodes(); step++) {
      int other = (node + step) % nodes();
      if (isOpen(other)) return other;
    }
    return node;
  }
}
