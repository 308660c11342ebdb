package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.RedisKeys;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.RegionFailure;
import java.util.function.Consumer;

/** One data command on its way to the region and back; at the same time its place in the line of replies. */
final class DataOperation extends DataReply {
  private final CommandRun run;

  DataOperation(Session session, Route route, Args args) {
    super(session, route, route.mode == Mode.READ && session.mayReadAnyReplica());
    run = new CommandRun(route, args);
  }

  @Override
  public Mode mode() { return route.mode; }

  @Override
  public void keys(Consumer<byte[]> each) { run.keys(session.frontEnd().databases(), each); }

  @Override
  public void routingKeys(Consumer<byte[]> each) {
    if (!run.routingKeys(session.frontEnd().databases(), each)) each.accept(RedisKeys.first());
  }

  @Override
  public void run(Tx tx) {
    began();
    run.run(tx, session.frontEnd().databasesFor(tx));
    ended();
    run.took(ranNanos());
  }

  @Override
  public void writeTo(ByteWriter out) { run.writeTo(OperationCodec.begin(OperationCodec.COMMAND, out)); }

  @Override
  public byte[] outcome() { return OperationCodec.outcome(run::writeOutcome); }

  @Override
  void recalled(ByteReader outcome) { run.readOutcome(outcome); }

  @Override
  public void completed() {
    run.count(session);
    answer(run.reply());
  }

  @Override
  public void failed(RegionFailure failure) {
    if (failure instanceof RegionFailure.SeveralRegions && mode() == Mode.READ && KeyspaceWalk.serves(route)) {
      // There was one region when it set out.
      new KeyspaceWalk(session, route, run.args(), this::answer).start();
      return;
    }
    Reply reply = Reply.error(Refusal.text(failure));
    if (mode() == Mode.EXCLUSIVE) session.frontEnd().reloadDatabases(session.frontLoop(), lane());
    run.countFailure(session, reply);
    answer(reply);
  }
}
