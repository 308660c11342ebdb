package io.vertikv.store.group;

import io.vertikv.raft.ready.ReadOutcome;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Reads whose index is known and that wait until it is applied. */
final class WaitingReads {
  private record Waiting(long index, GroupRead read) {}

  /** In the order in which they became known; indexes need not rise, so a read may wait a little for an older one. */
  private final Queue<Waiting> waiting = new ArrayDeque<>();

  void add(List<ReadOutcome> outcomes) {
    for (ReadOutcome outcome : outcomes) {
      GroupRead read = (GroupRead) outcome.context();
      switch (outcome) {
        case ReadOutcome.ReadState state -> waiting.add(new Waiting(state.index(), read));
        case ReadOutcome.ReadFailed failed -> read.failed();
      }
    }
  }

  boolean isEmpty() { return waiting.isEmpty(); }

  void release(long appliedIndex) {
    while (!waiting.isEmpty() && waiting.peek().index <= appliedIndex) waiting.poll().read.readable();
  }
}
