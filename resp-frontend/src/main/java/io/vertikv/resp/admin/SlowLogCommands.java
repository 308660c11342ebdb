package io.vertikv.resp.admin;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.session.Session;
import io.vertikv.resp.session.SessionCommand;
import io.vertikv.resp.session.SlowLog;
import java.util.Map;

/** SLOWLOG and its subcommands. */
final class SlowLogCommands {
  private static final int SHOWN = 10;
  private static final CommandError BAD_COUNT = new CommandError(
      "ERR count should be greater than or equal to -1");
  private static final CommandError TOO_MANY = new CommandError(
      "ERR unknown subcommand or wrong number of arguments for 'GET'. Try SLOWLOG HELP.");
  private static final SessionCommand HELP = AdminCommands.help(
      "SLOWLOG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
      "GET [<count>]",
      "    Return top <count> entries from the slowlog (default: 10, -1 mean all).",
      "    Entries are made of:",
      "    id, timestamp, time in microseconds, arguments array, client IP and port,",
      "    client name",
      "LEN",
      "    Return the length of the slowlog.",
      "RESET",
      "    Reset the slowlog.",
      "HELP",
      "    Print this help.");

  private SlowLogCommands() {}

  static Map<String, SessionCommand> all() {
    return Map.of(
        "SLOWLOG|GET", SlowLogCommands::get,
        "SLOWLOG|LEN", (session, args) -> Reply.integer(session.frontEnd().slowLog().size()),
        "SLOWLOG|RESET", SlowLogCommands::reset,
        "SLOWLOG|HELP", HELP);
  }

  private static Reply get(Session session, Args args) {
    if (args.count() > 3) throw TOO_MANY;
    long count = args.count() == 2 ? SHOWN : args.integer(2, BAD_COUNT);
    if (count < -1) throw BAD_COUNT;
    SlowLog log = session.frontEnd().slowLog();
    return Reply.array(log.newest().limit(count < 0 ? Long.MAX_VALUE : count).map(SlowLogCommands::shown).toList());
  }

  private static Reply shown(SlowLog.Entry entry) {
    return Reply.array(Reply.integer(entry.id()), Reply.integer(entry.unixSeconds()), Reply.integer(entry.micros()),
        Reply.array(entry.arguments().stream().map(Reply::bulk).toList()), Reply.bulk(entry.peer()),
        Reply.bulk(entry.client()));
  }

  private static Reply reset(Session session, Args args) {
    session.frontEnd().slowLog().clear();
    return Reply.OK;
  }
}
