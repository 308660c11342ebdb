package io.vertikv.resp.admin;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.command.ObjectCommand;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.session.Answer;
import io.vertikv.resp.session.Session;
import io.vertikv.resp.session.SessionCommand;
import io.vertikv.resp.type.Key;
import io.vertikv.resp.type.KeyEntry;
import io.vertikv.resp.type.Numbers;
import io.vertikv.resp.type.ValueSize;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.RegionOperation.Mode;
import java.util.List;

/** DEBUG, as far as clients' tests need it. It never stops the server, as Redis' does: SLEEP makes only its caller wait. */
final class DebugCommand {
  private static final double SLEEP_SECONDS_MAX = 3600;
  private static final long SAMPLES = 5;
  private static final List<String> HELP = List.of(
      "DEBUG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
      "JMAP",
      "    Do nothing: kept for test suites that ask for it.",
      "OBJECT <key>",
      "    Show low level info about `key` and associated value.",
      "PROTOCOL <type>",
      "    Reply with a test value of the specified type. <type> can be: string,",
      "    integer, double, bignum, null, array, set, map, attrib, push, verbatim,",
      "    true, false.",
      "SET-ACTIVE-EXPIRE <0|1>",
      "    Accepted; expired keys are invisible in either case.",
      "SLEEP <seconds>",
      "    Answer after so many seconds; the other clients are served meanwhile.",
      "HELP",
      "    Print this help.");

  private DebugCommand() {}

  static Reply run(Session session, Args args) {
    if (args.is(1, "SLEEP") && args.count() == 3) return sleep(session, args);
    if (args.is(1, "PROTOCOL") && args.count() == 3) return ProtocolSamples.of(args.text(2), session.protocol());
    if (args.is(1, "OBJECT") && args.count() == 3) return object(session, args);
    if (args.is(1, "JMAP") || args.is(1, "SET-ACTIVE-EXPIRE") && args.count() == 3) return Reply.OK;
    if (args.is(1, "HELP")) return Reply.array(HELP.stream().map(Reply::simple).toList());
    throw new CommandError("ERR unknown subcommand or wrong number of arguments for '" + args.text(1)
        + "'. Try DEBUG HELP.");
  }

  private static Reply sleep(Session session, Args args) {
    double seconds = Numbers.toDouble(args.buffer(), args.offset(2), args.length(2));
    // As in Redis, what is no number is no time.
    if (!(seconds > 0)) return Reply.OK;
    if (seconds > SLEEP_SECONDS_MAX) throw CommandError.OUT_OF_RANGE;
    Answer answer = session.later();
    session.loop().schedule((long) Math.ceil(seconds * 1000), () -> answer.reply(Reply.OK));
    return SessionCommand.LATER;
  }

  private static Reply object(Session session, Args args) {
    int db = session.db();
    byte[] name = args.bytes(2);
    byte[] header = new Key(session.frontEnd().databases().stored(db), name).header();
    return session.transact(Mode.READ, header,
        tx -> describe(tx, session.frontEnd().databases().stored(db), name));
  }

  /** Redis' fields; what has no meaning here says 0. */
  private static Reply describe(Tx tx, int db, byte[] name) {
    KeyEntry entry = KeyEntry.of(tx, new Key(db, name));
    if (!entry.exists()) throw CommandError.NO_SUCH_KEY;
    long bytes = ValueSize.bytes(tx, entry, SAMPLES);
    return Reply.simple("Value at:0x0 refcount:1 encoding:" + ObjectCommand.encodingName(entry.header())
        + " serializedlength:" + bytes + " lru:0 lru_seconds_idle:0");
  }
}
