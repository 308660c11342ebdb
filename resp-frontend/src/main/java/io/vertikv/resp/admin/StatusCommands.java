package io.vertikv.resp.admin;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.session.Session;
import io.vertikv.resp.session.SessionCommand;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** TIME, LASTSAVE, ROLE, WAIT, WAITAOF, LOLWUT, SHUTDOWN. */
final class StatusCommands {
  private static final CommandError BAD_TIMEOUT = new CommandError("ERR timeout is not an integer or out of range");
  private static final CommandError NEGATIVE_TIMEOUT = new CommandError("ERR timeout is negative");
  private static final CommandError BAD_NUMLOCAL = new CommandError(
      "ERR value is out of range, must be between 0 and 1");
  private static final CommandError MUST_BE_POSITIVE = new CommandError(
      "ERR value is out of range, must be positive");
  private static final CommandError NOTHING_TO_SAVE = new CommandError(
      "ERR SHUTDOWN SAVE has no meaning here: every write is in the log already. Use SHUTDOWN or SHUTDOWN NOSAVE");
  private static final String PICTURE = """
                                            /\\
                                           /  \\      V e r t i K V
                                          / /\\ \\
                                         / /  \\ \\    one log below,
                                        / /    \\ \\   many keys above
                                        \\/      \\/
                                        """;

  private StatusCommands() {}

  static Map<String, SessionCommand> all(ServerFacts facts) {
    return Map.of(
        "TIME", StatusCommands::time,
        "LASTSAVE", (session, args) -> Reply.integer(facts.identity().startedUnixMillis() / 1000),
        "ROLE", (session, args) -> Reply.array(Reply.bulk("master"), Reply.integer(0), Reply.EMPTY_ARRAY),
        "WAIT", (session, args) -> waitForReplicas(facts, args),
        "WAITAOF", (session, args) -> waitForDisks(facts, args),
        "LOLWUT", (session, args) -> picture(facts, args),
        "SHUTDOWN", (session, args) -> shutDown(facts, session, args));
  }

  private static Reply time(Session session, Args args) {
    long millis = session.loop().wallMillis();
    return Reply.array(Reply.bulk(Long.toString(millis / 1000)), Reply.bulk(Long.toString(millis % 1000 * 1000)));
  }

  /**
   * Replies leave in order, and each when a majority has its write: so when this one leaves, as many others as make up the
   * majority have all earlier writes of the connection. That more of them may is not told, and not waited for.
   */
  private static Reply waitForReplicas(ServerFacts facts, Args args) {
    checkTimeout(args, 2);
    args.integer(1);
    return Reply.integer(facts.replication().quorum() - 1);
  }

  private static Reply waitForDisks(ServerFacts facts, Args args) {
    long local = args.integer(1, BAD_NUMLOCAL);
    if (local < 0 || local > 1) throw BAD_NUMLOCAL;
    if (args.integer(2, MUST_BE_POSITIVE) < 0) throw MUST_BE_POSITIVE;
    checkTimeout(args, 3);
    boolean synced = facts.storage().sync().equals("always");
    int others = facts.replication().quorum() - 1;
    return Reply.array(Reply.integer(synced ? 1 : 0), Reply.integer(synced ? others : 0));
  }

  private static void checkTimeout(Args args, int at) {
    if (args.integer(at, BAD_TIMEOUT) < 0) throw NEGATIVE_TIMEOUT;
  }

  private static Reply picture(ServerFacts facts, Args args) {
    // There is one picture for all versions.
    if (args.count() > 2 && args.is(1, "VERSION")) args.integer(2);
    String text = PICTURE + "VertiKV ver. " + facts.identity().version() + ", Redis ver. " + InfoServer.REDIS_VERSION
        + "\n";
    return new Reply.Verbatim("txt", text.getBytes(StandardCharsets.UTF_8));
  }

  /** As in Redis, the client sees the connection close and no reply. */
  private static Reply shutDown(ServerFacts facts, Session session, Args args) {
    boolean abort = false;
    for (int i = 1; i < args.count(); i++) {
      if (args.is(i, "SAVE")) throw NOTHING_TO_SAVE;
      if (args.is(i, "ABORT")) abort = true;
      else if (!args.is(i, "NOSAVE") && !args.is(i, "NOW") && !args.is(i, "FORCE")) throw CommandError.SYNTAX;
    }
    if (abort && args.count() > 2) throw CommandError.SYNTAX;
    if (abort) throw new CommandError("ERR No shutdown in progress.");
    session.later();
    facts.shutDown();
    return SessionCommand.LATER;
  }
}
