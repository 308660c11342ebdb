package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;

/** PING, ECHO, HELLO, AUTH, SELECT, READONLY, READWRITE, QUIT, RESET. */
final class ConnectionHandlers {
  /** What libraries switch their features by; see also INFO. */
  private static final String REDIS_VERSION = "7.2.4";
  private static final String USER = "default";

  private static final Reply PONG = Reply.simple("PONG");
  private static final Reply WAS_RESET = Reply.simple("RESET");
  private static final CommandError NO_PASSWORD_SET = new CommandError(
      "ERR AUTH <password> called without any password configured for the default user. "
          + "Are you sure your configuration is correct?");
  private static final CommandError WRONG_PASSWORD = new CommandError(
      "WRONGPASS invalid username-password pair or user is disabled.");
  private static final CommandError BAD_VERSION = new CommandError(
      "ERR Protocol version is not an integer or out of range");
  private static final CommandError NO_PROTOCOL = new CommandError("NOPROTO unsupported protocol version");
  private static final CommandError HELLO_NEEDS_AUTH = new CommandError(
      "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> "
          + "option can be used to authenticate the client and select the RESP protocol version at the same time");
  private static final CommandError NOT_AN_INT = new CommandError(
      "ERR value is out of range, value must between -2147483648 and 2147483647");
  private static final CommandError NO_SUCH_DATABASE = new CommandError("ERR DB index is out of range");

  private ConnectionHandlers() {}

  static Map<String, SessionCommand> all() {
    return Map.of(
        "READONLY", (session, args) -> readReplicas(session, true),
        "READWRITE", (session, args) -> readReplicas(session, false),
        "PING", ConnectionHandlers::ping,
        "ECHO", (session, args) -> Reply.bulk(args.bytes(1)),
        "HELLO", ConnectionHandlers::hello,
        "AUTH", ConnectionHandlers::auth,
        "SELECT", ConnectionHandlers::select,
        "QUIT", ConnectionHandlers::quit,
        "RESET", ConnectionHandlers::reset);
  }

  private static Reply ping(Session session, Args args) {
    if (args.count() > 2) throw Refusal.arity("ping");
    return args.count() == 1 ? PONG : Reply.bulk(args.bytes(1));
  }

  private static Reply select(Session session, Args args) {
    long number = args.integer(1);
    if (number != (int) number) throw NOT_AN_INT;
    if (number < 0 || number >= session.frontEnd().config().databases()) throw NO_SUCH_DATABASE;
    session.select((int) number);
    return Reply.OK;
  }

  /** The number that this SELECT will choose, or the one before when it will fail. */
  static int selected(Session session, Args args, int before) {
    int databases = session.frontEnd().config().databases();
    for (int number = 0; number < databases; number++) if (args.is(1, Integer.toString(number))) return number;
    return before;
  }

  private static Reply readReplicas(Session session, boolean wanted) {
    session.readsReplicas(wanted);
    return Reply.OK;
  }

  private static Reply quit(Session session, Args args) {
    session.closeAfterReplies();
    return Reply.OK;
  }

  private static Reply reset(Session session, Args args) {
    session.endBlock();
    session.select(0);
    session.readsReplicas(false);
    session.readsStale(0);
    session.speak(2);
    session.replyWish().turnOn();
    session.client().reset();
    session.authenticated(session.frontEnd().config().password().isEmpty());
    return WAS_RESET;
  }

  private static Reply auth(Session session, Args args) {
    if (args.count() > 3) throw CommandError.SYNTAX;
    if (args.count() == 2 && session.frontEnd().config().password().isEmpty()) throw NO_PASSWORD_SET;
    authenticate(session, args.count() == 2 ? USER : args.text(1), args.bytes(args.count() - 1));
    return Reply.OK;
  }

  /** There is one user, and without a password configured any password will do. */
  private static void authenticate(Session session, String user, byte[] password) {
    String wanted = session.frontEnd().config().password();
    boolean right = wanted.isEmpty() || MessageDigest.isEqual(digest(wanted.getBytes(StandardCharsets.UTF_8)),
        digest(password));
    if (!user.equals(USER) || !right) throw WRONG_PASSWORD;
    session.authenticated(true);
  }

  /** Digests are of one length, so that comparing them does not tell the password's. */
  private static byte[] digest(byte[] password) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(password);
    } catch (java.security.NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private static Reply hello(Session session, Args args) {
    long version = args.count() < 2 ? session.protocol() : args.integer(1, BAD_VERSION);
    if (version < 2 || version > 3) throw NO_PROTOCOL;
    int credentialsAt = 0;
    int nameAt = 0;
    for (int i = 2; i < args.count(); i++) {
      int more = args.count() - 1 - i;
      if (args.is(i, "AUTH") && more >= 2) {
        credentialsAt = i + 1;
        i += 2;
      } else if (args.is(i, "SETNAME") && more >= 1) {
        nameAt = ++i;
        ClientHandlers.validName(args, nameAt);
      } else {
        throw new CommandError("ERR Syntax error in HELLO option '" + Refusal.shown(args, i, 128) + "'");
      }
    }
    if (credentialsAt > 0) authenticate(session, args.text(credentialsAt), args.bytes(credentialsAt + 1));
    if (!session.authenticated()) throw HELLO_NEEDS_AUTH;
    if (nameAt > 0) session.client().name(args.text(nameAt));
    session.speak((int) version);
    return greeting(session);
  }

  private static Reply greeting(Session session) {
    return Reply.map(List.of(
        Reply.bulk("server"), Reply.bulk("redis"),
        Reply.bulk("version"), Reply.bulk(REDIS_VERSION),
        Reply.bulk("proto"), Reply.integer(session.protocol()),
        Reply.bulk("id"), Reply.integer(session.id()),
        Reply.bulk("mode"), Reply.bulk(session.frontEnd().config().mode()),
        Reply.bulk("role"), Reply.bulk("master"),
        Reply.bulk("modules"), Reply.EMPTY_ARRAY));
  }
}
