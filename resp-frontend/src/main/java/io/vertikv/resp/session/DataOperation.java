package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.txn.Tally;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.RegionFailure;
import java.util.function.Consumer;

/** One data command on its way to the region and back; at the same time its place in the line of replies. */
final class DataOperation extends DataReply {
  private final Args args;
  /** Written by {@link #run} on the region's loop, read after {@link #completed} on the session's. */
  private Reply outcome;
  private boolean failed;
  private int hits;
  private int misses;
  private int expiredKeys;

  DataOperation(Session session, Route route, Args args) {
    super(session, route);
    this.args = args;
  }

  @Override
  public Mode mode() { return route.mode; }

  @Override
  public void keys(Consumer<byte[]> each) {
    Args bound = args.boundTo(session.frontEnd().databases());
    route.command.keys().each(bound, i -> each.accept(bound.key(i).header()));
  }

  @Override
  public void run(Tx tx) {
    began();
    Tally tally = tx.tally();
    tally.clear();
    Args bound = args.boundTo(session.frontEnd().databases());
    int savepoint = tx.savepoint();
    try {
      outcome = route.handler.run(tx, bound);
      failed = outcome instanceof Reply.Failure;
    } catch (CommandError error) {
      outcome = Reply.error(error.text());
      failed = true;
    }
    if (failed) tx.rollbackTo(savepoint);
    take(tally);
    ended();
  }

  /** As in Redis, only reading is hit or miss. */
  private void take(Tally tally) {
    boolean reads = route.mode == Mode.READ;
    hits = reads ? tally.hits() : 0;
    misses = reads ? tally.misses() : 0;
    expiredKeys = failed ? 0 : tally.expiredKeys();
  }

  @Override
  public void completed() {
    session.frontLoop().statistics().looked(hits, misses, expiredKeys);
    session.frontLoop().executed(session, route, args, ranNanos(), failed ? outcome : null);
    answer(outcome);
  }

  @Override
  public void failed(RegionFailure failure) {
    Reply reply = Reply.error(Refusal.text(failure));
    if (mode() == Mode.EXCLUSIVE) session.frontEnd().reloadDatabases(session.frontLoop(), lane());
    session.frontLoop().executed(session, route, args, 0, reply);
    answer(reply);
  }
}
