package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.command.Command;
import io.vertikv.resp.command.Command.Flag;
import io.vertikv.txn.region.RegionOperation.Mode;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A command or subcommand with everything that dispatching asks of it, worked out once. */
final class Route {
  /** Run at once even when MULTI queues commands. */
  private static final Set<String> NEVER_QUEUED = Set.of("MULTI", "EXEC", "DISCARD", "WATCH", "QUIT", "RESET");

  /** Commands without keys that concern all of them. */
  private static final Set<String> WHOLE_KEYSPACE = Set.of("SCAN", "KEYS", "RANDOMKEY", "DBSIZE", "FLUSHDB", "FLUSHALL",
      "SWAPDB");

  final Command command;
  /** As Redis names it in errors and statistics: {@code client|kill}. */
  final String name;
  /** Its place in statistics; subcommands have their own. */
  final int index;
  /** Null for a data command. */
  final SessionCommand session;
  /** Null for a session command. */
  final Command.Handler handler;
  final Mode mode;
  final List<Route> subcommands;
  /** May add data: refused while there is no room for it. */
  final boolean grows;
  final boolean openToStrangers;
  final boolean refusedInBlock;
  final boolean neverQueued;
  final boolean isExec;
  final boolean wholeKeyspace;
  final boolean skipsSlowLog;

  Route(Command command, String name, int index, SessionCommand session, Command.Handler handler,
      List<Route> subcommands) {
    this.command = command;
    this.name = name.toLowerCase(Locale.ROOT);
    this.index = index;
    this.session = session;
    this.handler = handler;
    this.subcommands = subcommands;
    mode = command.exclusive() ? Mode.EXCLUSIVE : command.is(Flag.WRITE) ? Mode.WRITE : Mode.READ;
    grows = command.is(Flag.DENYOOM);
    openToStrangers = command.is(Flag.NO_AUTH);
    refusedInBlock = command.is(Flag.NO_MULTI);
    neverQueued = NEVER_QUEUED.contains(name);
    isExec = name.equals("EXEC");
    wholeKeyspace = WHOLE_KEYSPACE.contains(name);
    skipsSlowLog = command.is(Flag.SKIP_SLOWLOG);
  }

  /** May change data: what CLIENT PAUSE WRITE holds back. */
  boolean mayWrite() {
    return mode != Mode.READ || command.is(Flag.MAY_REPLICATE);
  }

  /** The subcommand that argument 1 names, or null. */
  Route subcommand(Args args) {
    for (int i = 0, n = subcommands.size(); i < n; i++) {
      if (args.is(1, subcommands.get(i).command.name())) return subcommands.get(i);
    }
    return null;
  }
}
