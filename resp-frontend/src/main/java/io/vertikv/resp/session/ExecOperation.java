package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.session.Block.Queued;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.RegionFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * EXEC: the whole block as one operation. Its data commands run together ({@link BlockRun}). Session commands of the block run
 * when the operation has completed, in their order, on the session's loop; none of them depends on data, and of all of them
 * only SELECT matters to the data commands, so it is looked up beforehand which database each command will find selected.
 */
final class ExecOperation extends DataReply {
  /** Not a reply: EXEC has taken its place in the line of replies. Compared by identity, never sent. */
  static final Reply IN_LINE = new Reply.Simple("EXEC is under way");

  private final List<Queued> commands;
  /** Of the commands, those on data. */
  private final List<Queued> onData;
  private final List<Watched> watched;
  private final BlockRun run;
  private final long bytes;
  private final Reply[] outcomes;

  ExecOperation(Session session, Route route, Block block, List<Watched> watched) {
    super(session, route, false);
    this.watched = watched;
    bytes = block.bytes();
    commands = inTheirDatabases(block.commands(), session);
    onData = commands.stream().filter(queued -> queued.route().handler != null).toList();
    run = new BlockRun(session.frontEnd(), session.loop(), watched, onData);
    outcomes = new Reply[commands.size()];
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

  private boolean hasSession() { return onData.size() < commands.size(); }

  /** Takes its place in the line and sets out. */
  void start() {
    session.enqueue(this, bytes);
    if (hasSession()) session.hold();
    if (run.isEmpty()) finish(0);
    else session.frontLoop().submit(this);
  }

  @Override
  public Mode mode() { return run.mode(); }

  @Override
  public void keys(Consumer<byte[]> each) { run.keys(each); }

  @Override
  public void routingKeys(Consumer<byte[]> each) { run.routingKeys(each); }

  @Override
  public void run(Tx tx) {
    began();
    run.run(tx);
    ended();
  }

  @Override
  public void writeTo(ByteWriter out) {
    OperationCodec.begin(OperationCodec.BLOCK, out).varint(watched.size());
    for (Watched key : watched) OperationCodec.write(key, out);
    out.varint(onData.size());
    for (Queued queued : onData) OperationCodec.write(queued.args(), out);
  }

  @Override
  public byte[] outcome() { return OperationCodec.outcome(run::writeOutcome); }

  @Override
  void recalled(ByteReader outcome) { run.readOutcome(outcome); }

  @Override
  public void completed() {
    if (run.touched()) {
      end(Reply.NIL_ARRAY);
      return;
    }
    int at = 0;
    for (CommandRun command : run.commands()) {
      command.count(session);
      while (commands.get(at).route().handler == null) at++;
      outcomes[at++] = command.reply();
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
    if (mode() == Mode.EXCLUSIVE) session.frontEnd().reloadDatabases(session.frontLoop(), lane());
    session.frontLoop().statistics().error(((Reply.Failure) reply).text());
    end(reply);
  }

  private void end(Reply reply) {
    answer(reply);
    if (hasSession()) session.release();
  }
}
