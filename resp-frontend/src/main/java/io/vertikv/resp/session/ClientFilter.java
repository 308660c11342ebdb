package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.reply.CommandError;

/**
 * Which clients CLIENT KILL means.
 *
 * @param address of the client, or null for any
 * @param localAddress that it is connected to, or null for any
 * @param type false: a type that no client here has
 * @param id 0 for any
 * @param selfToo the caller as well
 */
record ClientFilter(String address, String localAddress, boolean type, long id, boolean selfToo) {
  private static final String USER = "default";

  /** {@code CLIENT KILL addr:port}: may be oneself. */
  static ClientFilter ofAddress(String address) {
    return new ClientFilter(address, null, true, 0, true);
  }

  /** {@code CLIENT KILL option value …} from argument 2 on. */
  static ClientFilter parse(Args args) {
    String address = null;
    String localAddress = null;
    boolean type = true;
    long id = 0;
    boolean selfToo = false;
    for (int i = 2; i < args.count(); i += 2) {
      if (i + 1 == args.count()) throw CommandError.SYNTAX;
      if (args.is(i, "ID")) id = id(args, i + 1);
      else if (args.is(i, "TYPE")) type = isNormal(args, i + 1);
      else if (args.is(i, "ADDR")) address = args.text(i + 1);
      else if (args.is(i, "LADDR")) localAddress = args.text(i + 1);
      else if (args.is(i, "USER")) checkUser(args, i + 1);
      else if (args.is(i, "SKIPME")) selfToo = !yes(args, i + 1);
      else throw CommandError.SYNTAX;
    }
    return new ClientFilter(address, localAddress, type, id, selfToo);
  }

  private static long id(Args args, int i) {
    CommandError notAnId = new CommandError("ERR client-id should be greater than 0");
    long id = args.integer(i, notAnId);
    if (id < 1) throw notAnId;
    return id;
  }

  /** True for the type that all clients have; the other types exist, and nobody is of them. */
  static boolean isNormal(Args args, int i) {
    if (args.is(i, "NORMAL")) return true;
    if (args.is(i, "MASTER") || args.is(i, "REPLICA") || args.is(i, "SLAVE") || args.is(i, "PUBSUB")) return false;
    throw new CommandError("ERR Unknown client type '" + Refusal.shown(args, i, Integer.MAX_VALUE) + "'");
  }

  private static void checkUser(Args args, int i) {
    if (!args.text(i).equals(USER)) {
      throw new CommandError("ERR No such user '" + Refusal.shown(args, i, Integer.MAX_VALUE) + "'");
    }
  }

  private static boolean yes(Args args, int i) {
    if (args.is(i, "YES")) return true;
    if (args.is(i, "NO")) return false;
    throw CommandError.SYNTAX;
  }

  boolean matches(Session session, long caller) {
    return type && (id == 0 || id == session.id()) && (selfToo || session.id() != caller)
        && (address == null || address.equals(session.peerAddress()))
        && (localAddress == null || localAddress.equals(session.localAddress()));
  }
}
