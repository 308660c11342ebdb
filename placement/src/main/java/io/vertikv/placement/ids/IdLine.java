package io.vertikv.placement.ids;

import io.vertikv.raft.ready.ProposeOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Who waits for an id at the leader: a wish is proposed, and answered when its entry is applied. One that is known already
 * is answered at once, by any replica, since what was applied once holds for ever.
 */
public final class IdLine implements IdSource {
  /** Keys that wait, and who waits for each. Less than the window, which so holds every answer until it is told. */
  public static final int WAITING_MAX = 64;

  private final Function<RequestKey, ProposeOutcome> log;
  private final LongSupplier leaderStore;
  private final Map<RequestKey, List<Consumer<IdOutcome>>> waiting = new LinkedHashMap<>();
  private IdWindow window;

  /** @param log proposes an entry that allocates for this key */
  public IdLine(Function<RequestKey, ProposeOutcome> log, LongSupplier leaderStore, IdWindow found) {
    this.log = log;
    this.leaderStore = leaderStore;
    this.window = found;
  }

  @Override
  public void allocate(RequestKey key, Consumer<IdOutcome> done) {
    long known = window.idOf(key);
    List<Consumer<IdOutcome>> sameKey = waiting.get(key);
    boolean full = sameKey == null ? waiting.size() >= WAITING_MAX : sameKey.size() >= WAITING_MAX;
    if (known != 0) done.accept(new IdOutcome.Allocated(known));
    else if (full) done.accept(new IdOutcome.Unavailable("too many wait for ids"));
    else if (sameKey != null) sameKey.add(done);
    else propose(key, done);
  }

  private void propose(RequestKey key, Consumer<IdOutcome> done) {
    switch (log.apply(key)) {
      case ProposeOutcome.Proposed proposed -> waiting.computeIfAbsent(key, absent -> new ArrayList<>()).add(done);
      case ProposeOutcome.NotLeader elsewhere -> done.accept(new IdOutcome.NotLeader(leaderStore.getAsLong()));
      case ProposeOutcome.Dropped dropped -> done.accept(new IdOutcome.Unavailable(dropped.reason().name()));
    }
  }

  /** The state is this now. */
  public void applied(IdWindow now) {
    window = now;
    if (waiting.isEmpty()) return;
    List<Runnable> answers = new ArrayList<>();
    waiting.entrySet().removeIf(entry -> {
      long id = now.idOf(entry.getKey());
      if (id != 0) entry.getValue().forEach(done -> answers.add(() -> done.accept(new IdOutcome.Allocated(id))));
      return id != 0;
    });
    answers.forEach(Runnable::run);
  }

  /** What was proposed may be in the log of the next leader. */
  public void leadershipLost() {
    List<List<Consumer<IdOutcome>>> lost = List.copyOf(waiting.values());
    waiting.clear();
    lost.forEach(each -> each.forEach(done -> done.accept(new IdOutcome.Unknown())));
  }
}
