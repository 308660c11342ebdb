package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionOperation;
import java.util.function.Consumer;

/** One data command on its way to the region and back; at the same time its place in the line of replies. */
final class DataOperation extends PendingReply implements RegionOperation {
  private final Args args;
  /** Written by {@link #run} on the region's loop, read after {@link #completed} on the session's. */
  private Reply outcome;
  private boolean failed;
  private long nanos;

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
    long start = session.loop().nanoTime();
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
    nanos = session.loop().nanoTime() - start;
  }

  @Override
  public void completed() {
    session.frontLoop().executed(session, route, args, nanos, failed ? outcome : null);
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
