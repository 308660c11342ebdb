package io.vertikv.placement.cluster;

import io.vertikv.raft.ready.ProposeOutcome;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Who waits for a command at the leader. Each is known by its place in the log: within one term nothing else can come to lie
 * there, and with the term the waiting ends.
 */
public final class ClusterLine implements ClusterLog {
  public static final int WAITING_MAX = 1024;

  private record Waiting(long index, long term, Consumer<CommandOutcome> done) {}

  private final Function<ClusterCommand, ProposeOutcome> log;
  private final LongSupplier leaderStore;
  /** By ascending index. */
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

  public ClusterLine(Function<ClusterCommand, ProposeOutcome> log, LongSupplier leaderStore) {
    this.log = log;
    this.leaderStore = leaderStore;
  }

  @Override
  public void propose(ClusterCommand command, Consumer<CommandOutcome> done) {
    if (waiting.size() >= WAITING_MAX) {
      done.accept(new CommandOutcome.Unavailable("too many commands are under way"));
      return;
    }
    switch (log.apply(command)) {
      case ProposeOutcome.Proposed(long index, long term) -> waiting.add(new Waiting(index, term, done));
      case ProposeOutcome.NotLeader _ -> done.accept(new CommandOutcome.NotLeader(leaderStore.getAsLong()));
      case ProposeOutcome.Dropped dropped -> done.accept(new CommandOutcome.Unavailable(dropped.reason().name()));
    }
  }

  /** The command at this place of the log came to this. */
  public void decided(long index, long term, CommandResult result) {
    while (!waiting.isEmpty() && waiting.getFirst().index <= index) {
      Waiting first = waiting.removeFirst();
      boolean itsOwn = first.index == index && first.term == term;
      first.done.accept(itsOwn ? new CommandOutcome.Decided(result) : new CommandOutcome.Unknown());
    }
  }

  /** What was proposed may be in the log of the next leader. */
  public void leadershipLost() {
    List<Waiting> lost = List.copyOf(waiting);
    waiting.clear();
    lost.forEach(each -> each.done.accept(new CommandOutcome.Unknown()));
  }
}
