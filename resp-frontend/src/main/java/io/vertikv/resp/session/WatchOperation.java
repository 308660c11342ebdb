package io.vertikv.resp.session;

import io.vertikv.resp.command.Databases;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.Key;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.Lane;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** WATCH: looks at the keys in one read. The versions are certain once it has completed, so EXEC may not overtake it. */
final class WatchOperation implements RegionOperation {
  private final Session session;
  private final List<Key> keys;
  private final Answer answer;
  private List<Watched> seen = List.of();

  WatchOperation(Session session, List<Key> keys, Answer answer) {
    this.session = session;
    this.keys = keys;
    this.answer = answer;
  }

  @Override
  public Mode mode() { return Mode.READ; }

  @Override
  public Lane lane() { return session.lane(); }

  @Override
  public void keys(Consumer<byte[]> each) {
    Databases databases = session.frontEnd().databases();
    for (Key key : keys) each.accept(new Key(databases.stored(key.db()), key.name()).header());
  }

  @Override
  public void run(Tx tx) {
    List<Watched> found = new ArrayList<>(keys.size());
    for (Key key : keys) found.add(Watched.see(tx, session.frontEnd().databases(), key));
    seen = found;
  }

  @Override
  public void completed() {
    for (Watched watched : seen) session.watches().add(watched.named(), watched);
    answer.reply(Reply.OK);
  }

  @Override
  public void failed(RegionFailure failure) { answer.reply(Reply.error(Refusal.text(failure))); }
}
