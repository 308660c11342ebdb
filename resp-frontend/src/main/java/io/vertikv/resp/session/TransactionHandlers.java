package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** MULTI, EXEC, DISCARD, WATCH, UNWATCH. */
final class TransactionHandlers {
  private static final CommandError NESTED = new CommandError("ERR MULTI calls can not be nested");
  private static final CommandError EXEC_ALONE = new CommandError("ERR EXEC without MULTI");
  private static final CommandError DISCARD_ALONE = new CommandError("ERR DISCARD without MULTI");
  private static final CommandError WATCH_INSIDE = new CommandError("ERR WATCH inside MULTI is not allowed");

  private TransactionHandlers() {}

  static Map<String, SessionCommand> all() {
    return Map.of(
        "MULTI", TransactionHandlers::multi,
        "EXEC", TransactionHandlers::exec,
        "DISCARD", TransactionHandlers::discard,
        "WATCH", TransactionHandlers::watch,
        "UNWATCH", TransactionHandlers::unwatch);
  }

  private static Reply multi(Session session, Args args) {
    if (session.block() != null) throw NESTED;
    session.beginBlock();
    return Reply.OK;
  }

  private static Reply exec(Session session, Args args) {
    if (session.block() == null) throw EXEC_ALONE;
    List<Watched> watched = session.watches().all();
    Route route = session.frontEnd().routes().find(args);
    Block block = session.endBlock();
    if (block.spoiled()) throw Refusal.EXEC_ABORTED;
    new ExecOperation(session, route, block, watched).start();
    return ExecOperation.IN_LINE;
  }

  private static Reply discard(Session session, Args args) {
    if (session.block() == null) throw DISCARD_ALONE;
    session.endBlock();
    return Reply.OK;
  }

  private static Reply watch(Session session, Args args) {
    if (session.block() != null) throw WATCH_INSIDE;
    List<Key> added = new ArrayList<>();
    long bytes = session.watches().bytes();
    for (int i = 1; i < args.count(); i++) {
      Key key = new Key(session.db(), args.bytes(i));
      if (session.watches().has(key)) continue;
      added.add(key);
      bytes += Watches.bytesOf(key);
      if (bytes > session.frontEnd().config().limits().blockBytesMax()) throw Refusal.TOO_MUCH_WATCHED;
    }
    session.frontLoop().submit(new WatchOperation(session, added, session.later()));
    return SessionCommand.LATER;
  }

  /** Inside MULTI it is queued like any other, and then too late to matter. */
  private static Reply unwatch(Session session, Args args) {
    session.watches().clear();
    return Reply.OK;
  }
}
