package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** CLIENT and its subcommands. */
final class ClientHandlers {
  private static final long PAUSE_MILLIS_MAX = Long.MAX_VALUE / 4_000_000;
  /** A day: what is older is as good as any. */
  private static final long MAXAGE_MILLIS_MAX = 86_400_000;
  private static final CommandError BAD_MAXAGE = new CommandError(
      "ERR MAXAGE must be a number of milliseconds from 1 to " + MAXAGE_MILLIS_MAX);
  private static final CommandError BAD_NAME = new CommandError(
      "ERR Client names cannot contain spaces, newlines or special characters.");
  private static final CommandError BAD_TIMEOUT = new CommandError("ERR timeout is not an integer or out of range");

  private record Line(long id, String text) {}

  private ClientHandlers() {}

  static Map<String, SessionCommand> all() {
    return Map.ofEntries(
        Map.entry("CLIENT|ID", (session, args) -> Reply.integer(session.id())),
        Map.entry("CLIENT|INFO", (session, args) -> text(ClientLine.of(session) + "\n")),
        Map.entry("CLIENT|LIST", ClientHandlers::list),
        Map.entry("CLIENT|GETNAME", ClientHandlers::getName),
        Map.entry("CLIENT|SETNAME", ClientHandlers::setName),
        Map.entry("CLIENT|SETINFO", ClientHandlers::setInfo),
        Map.entry("CLIENT|KILL", ClientHandlers::kill),
        Map.entry("CLIENT|REPLY", ClientHandlers::reply),
        Map.entry("CLIENT|NO-EVICT", ClientHandlers::noEvict),
        Map.entry("CLIENT|NO-TOUCH", ClientHandlers::noTouch),
        Map.entry("CLIENT|STALE-READS", ClientHandlers::staleReads),
        Map.entry("CLIENT|PAUSE", ClientHandlers::pause),
        Map.entry("CLIENT|UNPAUSE", ClientHandlers::unpause),
        Map.entry("CLIENT|GETREDIR", (session, args) -> Reply.integer(-1)),
        Map.entry("CLIENT|TRACKINGINFO", (session, args) -> trackingInfo()),
        Map.entry("CLIENT|HELP", (session, args) -> help()));
  }

  private static Reply text(String text) {
    return new Reply.Verbatim("txt", text.getBytes(StandardCharsets.UTF_8));
  }

  private static Reply list(Session session, Args args) {
    Set<Long> ids = null;
    boolean any = true;
    if (args.count() == 4 && args.is(2, "TYPE")) {
      any = ClientFilter.isNormal(args, 3);
    } else if (args.count() > 3 && args.is(2, "ID")) {
      ids = new HashSet<>();
      CommandError badId = new CommandError("ERR Invalid client ID");
      for (int i = 3; i < args.count(); i++) ids.add(args.integer(i, badId));
    } else if (args.count() != 2) {
      throw CommandError.SYNTAX;
    }
    if (!any) return text("");
    Set<Long> wanted = ids;
    Answer answer = session.later();
    session.frontEnd().clients().ask(session.loop(),
        each -> wanted == null || wanted.contains(each.id()) ? new Line(each.id(), ClientLine.of(each)) : null,
        lines -> answer.reply(text(joined(lines))));
    return SessionCommand.LATER;
  }

  private static String joined(List<Line> lines) {
    lines.sort(Comparator.comparingLong(Line::id));
    StringBuilder text = new StringBuilder();
    for (Line line : lines) text.append(line.text()).append('\n');
    return text.toString();
  }

  private static Reply getName(Session session, Args args) {
    return session.name().isEmpty() ? Reply.NIL : Reply.bulk(session.name());
  }

  private static Reply setName(Session session, Args args) {
    validName(args, 2);
    session.client().name(args.text(2));
    return Reply.OK;
  }

  static void validName(Args args, int i) {
    if (!isOneWord(args, i)) throw BAD_NAME;
  }

  /** Printable ASCII without blanks, so that CLIENT LIST can be split again. */
  private static boolean isOneWord(Args args, int i) {
    for (int k = 0; k < args.length(i); k++) if (args.byteAt(i, k) < '!' || args.byteAt(i, k) > '~') return false;
    return true;
  }

  private static Reply setInfo(Session session, Args args) {
    boolean name = args.is(2, "LIB-NAME");
    if (!name && !args.is(2, "LIB-VER")) {
      throw new CommandError("ERR Unrecognized option '" + Refusal.shown(args, 2, Integer.MAX_VALUE) + "'");
    }
    if (!isOneWord(args, 3)) {
      throw new CommandError("ERR " + args.text(2) + " cannot contain spaces, newlines or special characters.");
    }
    if (name) session.client().libraryName(args.text(3));
    else session.client().libraryVersion(args.text(3));
    return Reply.OK;
  }

  private static Reply kill(Session session, Args args) {
    boolean oldForm = args.count() == 3;
    ClientFilter filter = oldForm ? ClientFilter.ofAddress(args.text(2)) : ClientFilter.parse(args);
    Answer answer = session.later();
    session.frontEnd().clients().ask(session.loop(), each -> killed(each, filter, session), killed -> {
      if (!oldForm) answer.reply(Reply.integer(killed.size()));
      else answer.reply(killed.isEmpty() ? Reply.error("ERR No such client") : Reply.OK);
      if (killed.contains(session.id())) session.closeAfterReplies();
    });
    return SessionCommand.LATER;
  }

  /** The caller is closed later, by himself: he still has to get his reply. */
  private static Long killed(Session each, ClientFilter filter, Session caller) {
    if (!filter.matches(each, caller.id())) return null;
    if (each != caller) each.close();
    return each.id();
  }

  private static Reply reply(Session session, Args args) {
    if (args.is(2, "ON")) session.replyWish().turnOn();
    else if (args.is(2, "OFF")) session.replyWish().turnOff();
    else if (args.is(2, "SKIP")) session.replyWish().skipNext();
    else throw CommandError.SYNTAX;
    return Reply.OK;
  }

  private static Reply noEvict(Session session, Args args) {
    session.client().noEvict(on(args));
    return Reply.OK;
  }

  private static Reply noTouch(Session session, Args args) {
    session.client().noTouch(on(args));
    return Reply.OK;
  }

  /** Only for reads outside of MULTI: see {@link DataOperation}. */
  private static Reply staleReads(Session session, Args args) {
    boolean on = on(args);
    boolean bounded = on && args.count() == 5 && args.is(3, "MAXAGE");
    if (args.count() != 3 && !bounded) throw CommandError.SYNTAX;
    long millis = bounded ? args.integer(4, BAD_MAXAGE) : 0;
    if (bounded && (millis < 1 || millis > MAXAGE_MILLIS_MAX)) throw BAD_MAXAGE;
    session.readsStale(bounded ? millis * 1_000_000 : on ? Long.MAX_VALUE : 0);
    return Reply.OK;
  }

  private static boolean on(Args args) {
    if (args.is(2, "ON")) return true;
    if (args.is(2, "OFF")) return false;
    throw CommandError.SYNTAX;
  }

  private static Reply pause(Session session, Args args) {
    boolean writesOnly = false;
    if (args.count() > 4)
      throw new CommandError("ERR unknown subcommand or wrong number of arguments for '"
          + Refusal.shown(args, 1, 128) + "'. Try CLIENT HELP.");
    if (args.count() == 4) {
      writesOnly = args.is(3, "WRITE");
      if (!writesOnly && !args.is(3, "ALL")) throw new CommandError("ERR CLIENT PAUSE mode must be WRITE or ALL");
    }
    long millis = args.integer(2, BAD_TIMEOUT);
    if (millis < 0) throw new CommandError("ERR timeout is negative");
    if (millis > PAUSE_MILLIS_MAX) throw new CommandError("ERR timeout is out of range");
    session.frontEnd().clients().pause(session.loop().nanoTime() + millis * 1_000_000, writesOnly);
    return Reply.OK;
  }

  private static Reply unpause(Session session, Args args) {
    session.frontEnd().clients().unpause();
    return Reply.OK;
  }

  /** There is no tracking yet: what Redis says where it is off. */
  private static Reply trackingInfo() {
    return Reply.map(List.of(
        Reply.bulk("flags"), Reply.set(List.of(Reply.bulk("off"))),
        Reply.bulk("redirect"), Reply.integer(-1),
        Reply.bulk("prefixes"), Reply.EMPTY_ARRAY));
  }

  private static Reply help() {
    List<Reply> lines = new ArrayList<>();
    for (String line : HELP) lines.add(Reply.simple(line));
    return Reply.array(lines);
  }

  private static final List<String> HELP = List.of(
      "CLIENT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
      "GETREDIR",
      "    Return the client ID we are redirecting to when tracking is enabled.",
      "GETNAME",
      "    Return the name of the current connection.",
      "ID",
      "    Return the ID of the current connection.",
      "INFO",
      "    Return information about the current client connection.",
      "KILL <ip:port>",
      "    Kill connection made from <ip:port>.",
      "KILL <option> <value> [<option> <value> [...]]",
      "    Kill connections. Options are:",
      "    * ADDR <ip:port>",
      "      Kill connections made from the specified address",
      "    * LADDR <ip:port>",
      "      Kill connections made to specified local address",
      "    * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)",
      "      Kill connections by type.",
      "    * USER <username>",
      "      Kill connections authenticated by <username>.",
      "    * SKIPME (YES|NO)",
      "      Skip killing current connection (default: yes).",
      "LIST [options ...]",
      "    Return information about client connections. Options:",
      "    * TYPE (NORMAL|MASTER|REPLICA|PUBSUB)",
      "      Return clients of specified type.",
      "    * ID <id> [<id> ...]",
      "      Return the clients with these ids.",
      "UNPAUSE",
      "    Stop the current client pause, resuming traffic.",
      "PAUSE <timeout> [WRITE|ALL]",
      "    Suspend all, or just write, clients for <timeout> milliseconds.",
      "REPLY (ON|OFF|SKIP)",
      "    Control the replies sent to the current connection.",
      "SETNAME <name>",
      "    Assign the name <name> to the current connection.",
      "SETINFO <option> <value>",
      "    Set client meta attr. Options are:",
      "    * LIB-NAME: the client lib name.",
      "    * LIB-VER: the client lib version.",
      "TRACKINGINFO",
      "    Report tracking status for the current connection.",
      "NO-EVICT (ON|OFF)",
      "    Protect current client connection from eviction.",
      "NO-TOUCH (ON|OFF)",
      "    Will not touch LRU/LFU stats when this mode is on.",
      "STALE-READS (ON [MAXAGE <milliseconds>]|OFF)",
      "    Let the replica of this node answer reads of this connection with what it has.",
      "HELP",
      "    Print this help.");
}
