package io.vertikv.resp.session;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.RedisKeys;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.Lane;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionOperation;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a session command has to do with the data. */
final class WorkOperation implements RegionOperation {
  private final Lane lane;
  private final Mode mode;
  private final Function<Tx, Reply> work;
  private final Answer answer;
  /** In whose region it is done; null: any. */
  private final byte[] key;
  private Reply outcome;

  WorkOperation(Lane lane, Mode mode, byte[] key, Function<Tx, Reply> work, Answer answer) {
    this.lane = lane;
    this.mode = mode;
    this.key = key;
    this.work = work;
    this.answer = answer;
  }

  @Override
  public Mode mode() { return mode; }

  @Override
  public Lane lane() { return lane; }

  @Override
  public void keys(Consumer<byte[]> each) {}

  /** The first region is as good as any for what names no key. */
  @Override
  public void routingKeys(Consumer<byte[]> each) { each.accept(key == null ? RedisKeys.first() : key); }

  @Override
  public void run(Tx tx) {
    int savepoint = tx.savepoint();
    try {
      outcome = work.apply(tx);
    } catch (CommandError error) {
      tx.rollbackTo(savepoint);
      outcome = Reply.error(error.text());
    }
  }

  @Override
  public void completed() { answer.reply(outcome); }

  @Override
  public void failed(RegionFailure failure) { answer.reply(Reply.error(Refusal.text(failure))); }
}
