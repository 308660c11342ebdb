package io.vertikv.tools.check.linear;

import io.vertikv.tools.check.Operation;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Invocations and completions of the operations that are not placed yet, in their order, as a linked list from which an
 * operation is taken, and to which it is put back in the reverse order (Knuth's dancing links). Node 2i is the invocation
 * of operation i, node 2i + 1 its completion.
 */
final class Timeline {
  static final int NONE = -1;

  private final int[] next;
  private final int[] previous;
  private final int head;
  private int left;

  Timeline(List<Operation> operations) {
    left = operations.size();
    head = 2 * left;
    next = new int[head + 1];
    previous = new int[head + 1];
    int[] nodes = IntStream.range(0, head).boxed()
        .sorted(Comparator.<Integer>comparingLong(node -> place(operations, node)).thenComparing(node -> node % 2))
        .mapToInt(Integer::intValue).toArray();
    int last = head;
    for (int node : nodes) {
      next[last] = node;
      previous[node] = last;
      last = node;
    }
    next[last] = head;
    previous[head] = last;
  }

  private static long place(List<Operation> operations, int node) {
    Operation operation = operations.get(node / 2);
    return node % 2 == 0 ? operation.invoked() : operation.completed();
  }

  int left() { return left; }

  /** The first operation that can come next: one that was invoked before any other one left was completed. */
  int first() {
    return invocation(next[head]);
  }

  /** The one after that, in the order of invocations. */
  int after(int operation) {
    return invocation(next[2 * operation]);
  }

  private static int invocation(int node) { return node % 2 == 0 ? node / 2 : NONE; }

  /** The one that is completed first of all that are left: it must come before all that are invoked later. */
  int due() {
    int node = next[head];
    while (node % 2 == 0) node = next[node];
    return node / 2;
  }

  void take(int operation) {
    left--;
    unlink(2 * operation);
    unlink(2 * operation + 1);
  }

  void putBack(int operation) {
    left++;
    link(2 * operation + 1);
    link(2 * operation);
  }

  private void unlink(int node) {
    next[previous[node]] = next[node];
    previous[next[node]] = previous[node];
  }

  private void link(int node) {
    next[previous[node]] = node;
    previous[next[node]] = node;
  }
}
