package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.command.DatabaseMap;
import io.vertikv.resp.command.Databases;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.session.Block.Queued;
import io.vertikv.txn.Tally;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.RegionFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * EXEC: the whole block as one operation. The data commands run in it, in order, each behind a savepoint, so that one that
 * fails leaves nothing and the others stay. Session commands of the block run when the operation has completed, in
 * their order, on the session's loop; none of them depends on data, and of all of them only SELECT matters to the data
 * commands, so it is looked up beforehand which database each command will find selected.
 */
final class ExecOperation extends DataReply {
  /** Not a reply: EXEC has taken its place in the line of replies. Compared by identity, never sent. */
  static final Reply IN_LINE = new Reply.Simple("EXEC is under way");

  private final List<Queued> commands;
  private final Mode mode;
  private final long bytes;
  private final List<Watched> watched;
  private final boolean hasData;
  private final boolean hasSession;
  private final Reply[] outcomes;
  private final long[] nanos;
  private boolean touched;
  private int hits;
  private int misses;
  private int expiredKeys;

  ExecOperation(Session session, Route route, Block block, List<Watched> watched) {
    super(session, route);
    this.watched = watched;
    bytes = block.bytes();
    mode = block.mode();
    commands = inTheirDatabases(block.commands(), session);
    hasData = commands.stream().anyMatch(queued -> queued.route().handler != null);
    hasSession = commands.stream().anyMatch(queued -> queued.route().handler == null);
    outcomes = new Reply[commands.size()];
    nanos = new long[commands.size()];
  }

  private static List<Queued> inTheirDatabases(List<Queued> commands, Session session) {
    List<Queued> placed = new ArrayList<>(commands.size());
    int db = session.db();
    for (Queued queued : commands) {
      Args args = queued.args();
      placed.add(new Queued(queued.route(), args.in(db)));
      if (queued.route().name.equals("select")) db = ConnectionHandlers.selected(session, args, db);
    }
    return placed;
  }

  /** Takes its place in the line and sets out. */
  void start() {
    session.enqueue(this, bytes);
    if (hasSession) session.hold();
    if (hasData || !watched.isEmpty()) session.frontLoop().submit(this);
    else finish(0);
  }

  @Override
  public Mode mode() { return mode; }

  @Override
  public void keys(Consumer<byte[]> each) {
    Databases databases = session.frontEnd().databases();
    for (Watched key : watched) each.accept(key.header(databases));
    for (Queued queued : commands) {
      Args bound = queued.args().boundTo(databases);
      queued.route().command.keys().each(bound, i -> each.accept(bound.key(i).header()));
    }
  }

  @Override
  public void run(Tx tx) {
    began();
    runAll(tx);
    ended();
  }

  private void runAll(Tx tx) {
    Databases databases = session.frontEnd().databases();
    Arrays.fill(outcomes, null);
    touched = false;
    hits = misses = expiredKeys = 0;
    // Another run of this block may have swapped databases before it was thrown away.
    if (mode == Mode.EXCLUSIVE) DatabaseMap.load(tx, databases);
    for (Watched key : watched) {
      if (key.touched(tx, databases)) {
        touched = true;
        return;
      }
    }
    for (int i = 0; i < outcomes.length; i++) {
      Queued queued = commands.get(i);
      if (queued.route().handler == null) continue;
      long start = session.loop().nanoTime();
      tx.tally().clear();
      outcomes[i] = runOne(tx, queued, databases);
      take(tx.tally(), queued.route(), outcomes[i]);
      nanos[i] = session.loop().nanoTime() - start;
    }
  }

  private void take(Tally tally, Route route, Reply outcome) {
    if (route.mode == Mode.READ) {
      hits += tally.hits();
      misses += tally.misses();
    }
    if (!(outcome instanceof Reply.Failure)) expiredKeys += tally.expiredKeys();
  }

  private static Reply runOne(Tx tx, Queued queued, Databases databases) {
    int savepoint = tx.savepoint();
    Reply outcome;
    try {
      outcome = queued.route().handler.run(tx, queued.args().boundTo(databases));
    } catch (CommandError error) {
      outcome = Reply.error(error.text());
    }
    if (outcome instanceof Reply.Failure) tx.rollbackTo(savepoint);
    return outcome;
  }

  @Override
  public void completed() {
    if (touched) {
      end(Reply.NIL_ARRAY);
      return;
    }
    session.frontLoop().statistics().looked(hits, misses, expiredKeys);
    for (int i = 0; i < outcomes.length; i++) {
      if (outcomes[i] == null) continue;
      Queued queued = commands.get(i);
      Reply failure = outcomes[i] instanceof Reply.Failure ? outcomes[i] : null;
      session.frontLoop().executed(session, queued.route(), queued.args(), nanos[i], failure);
    }
    finish(0);
  }

  /** Runs the session commands from here on, waiting for those that answer later. */
  private void finish(int from) {
    for (int i = from; i < outcomes.length; i++) {
      if (outcomes[i] != null) continue;
      Queued queued = commands.get(i);
      outcomes[i] = session.run(queued.route(), queued.args());
      if (outcomes[i] == SessionCommand.LATER) {
        int at = i;
        session.takeAnswer().then(reply -> {
          outcomes[at] = reply;
          finish(at + 1);
        });
        return;
      }
    }
    end(Reply.array(Arrays.asList(outcomes)));
  }

  @Override
  public void failed(RegionFailure failure) {
    Reply reply = Reply.error(Refusal.text(failure));
    if (mode == Mode.EXCLUSIVE) session.frontEnd().reloadDatabases(session.frontLoop(), lane());
    session.frontLoop().statistics().error(((Reply.Failure) reply).text());
    end(reply);
  }

  private void end(Reply reply) {
    answer(reply);
    if (hasSession) session.release();
  }
}
