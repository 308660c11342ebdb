package io.vertikv.resp.session;

import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.Key;
import io.vertikv.resp.type.RedisKeys;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.Lane;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.route.PortableOperation;
import java.util.List;
import java.util.function.Consumer;

/** WATCH of a session. EXEC may not overtake it, since it needs what was seen. */
final class WatchOperation implements PortableOperation {
  private final Session session;
  private final WatchRun run;
  private final Answer answer;

  WatchOperation(Session session, List<Key> keys, Answer answer) {
    this.session = session;
    this.run = new WatchRun(session.frontEnd(), keys);
    this.answer = answer;
  }

  @Override
  public Mode mode() { return Mode.READ; }

  @Override
  public Lane lane() { return session.lane(); }

  @Override
  public long laneNumber() { return session.id(); }

  @Override
  public void keys(Consumer<byte[]> each) { run.keys(each); }

  @Override
  public void routingKeys(Consumer<byte[]> each) {
    if (run.isEmpty()) each.accept(RedisKeys.first());
    else run.keys(each);
  }

  @Override
  public void run(Tx tx) { run.run(tx); }

  @Override
  public void writeTo(ByteWriter out) { run.writeTo(OperationCodec.begin(OperationCodec.WATCH, out)); }

  @Override
  public byte[] outcome() { return OperationCodec.outcome(run::writeOutcome); }

  @Override
  public void recall(byte[] outcome) {
    ByteReader in = OperationCodec.outcome(outcome);
    run.readOutcome(in);
    in.expectEnd();
  }

  @Override
  public void completed() {
    for (Watched watched : run.seen()) session.watches().add(watched.named(), watched);
    answer.reply(Reply.OK);
  }

  @Override
  public void failed(RegionFailure failure) { answer.reply(Reply.error(Refusal.text(failure))); }
}
