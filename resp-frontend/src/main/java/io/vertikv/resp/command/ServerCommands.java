package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.GENERIC;
import static io.vertikv.resp.command.Command.Group.SERVER;

import io.vertikv.resp.command.Command.Flag;
import java.util.ArrayList;
import java.util.List;

/** What concerns the server as a whole. The session finds most of the code by these names: see the package resp.admin. */
public final class ServerCommands {
  private static final String OPTIONS = "O(N) with N configuration parameters named";

  private static final List<Command> COMMAND = List.of(
      open("COUNT", 2).doc(SERVER, "2.8.13", "O(1)", "Counts the commands."),
      open("DOCS", -2).syntax("[command-name...]").doc(SERVER, "7.0.0", "O(N) with N commands asked for",
          "Tells what commands do."),
      open("GETKEYS", -3).syntax("command [argument...]").doc(SERVER, "2.8.13", "O(N) with N arguments",
          "Finds the keys in a command's arguments."),
      open("GETKEYSANDFLAGS", -3).syntax("command [argument...]").doc(SERVER, "7.0.0", "O(N) with N arguments",
          "Finds the keys in a command's arguments, and what it does with them."),
      open("HELP", 2).doc(SERVER, "5.0.0", "O(1)", "Lists the subcommands."),
      open("INFO", -2).syntax("[command-name...]").doc(SERVER, "2.8.13", "O(N) with N commands asked for",
          "Tells arity, flags and key positions of commands."),
      open("LIST", -2).syntax("[FILTERBY <MODULE module-name | ACLCAT category | PATTERN pattern>]").doc(SERVER,
          "7.0.0", "O(N) with N commands", "Lists the names of commands."));

  private static final List<Command> CONFIG = List.of(
      admin("GET", -3).syntax("parameter...").doc(SERVER, "2.0.0", OPTIONS,
          "Tells the configuration, as far as patterns match."),
      open("HELP", 2).doc(SERVER, "5.0.0", "O(1)", "Lists the subcommands."),
      admin("RESETSTAT", 2).doc(SERVER, "2.0.0", "O(1)", "Begins the statistics of INFO anew."),
      admin("REWRITE", 2).doc(SERVER, "2.8.0", "O(1)",
          "Always an error: the configuration file belongs to the operator."),
      admin("SET", -4).syntax("(parameter value)...").doc(SERVER, "2.0.0", OPTIONS,
          "Changes the configuration of the running server."));

  private static final List<Command> LATENCY = List.of(
      admin("DOCTOR", 2).doc(SERVER, "2.8.13", "O(1)", "Tells in words what was slow."),
      admin("GRAPH", 3).syntax("event").doc(SERVER, "2.8.13", "O(1)", "Draws the history of an event."),
      open("HELP", 2).doc(SERVER, "2.8.13", "O(1)", "Lists the subcommands."),
      admin("HISTOGRAM", -2).syntax("[command...]").doc(SERVER, "7.0.0", "O(N) with N commands asked for",
          "Tells how often commands took how long."),
      admin("HISTORY", 3).syntax("event").doc(SERVER, "2.8.13", "O(1)", "Tells the history of an event."),
      admin("LATEST", 2).doc(SERVER, "2.8.13", "O(1)", "Tells the latest event of each kind."),
      admin("RESET", -2).syntax("[event...]").doc(SERVER, "2.8.13", "O(1)", "Forgets events."));

  private static final List<Command> MEMORY = List.of(
      Command.session("DOCTOR", 2).doc(SERVER, "4.0.0", "O(1)", "Tells in words how memory is used."),
      open("HELP", 2).doc(SERVER, "4.0.0", "O(1)", "Lists the subcommands."),
      Command.session("MALLOC-STATS", 2).doc(SERVER, "4.0.0", "O(1)", "Tells about the memory outside of the heap."),
      Command.session("PURGE", 2).doc(SERVER, "4.0.0", "O(1)", "Does nothing: memory goes back by itself."),
      Command.session("STATS", 2).doc(SERVER, "4.0.0", "O(1)", "Tells how memory is used."),
      MemoryUsage.COMMAND);

  private static final List<Command> SLOWLOG = List.of(
      shown("GET", -2).syntax("[count]").doc(SERVER, "2.2.12", "O(N) with N entries asked for",
          "Tells the slowest commands of late."),
      open("HELP", 2).doc(SERVER, "6.2.0", "O(1)", "Lists the subcommands."),
      shown("LEN", 2).doc(SERVER, "2.2.12", "O(1)", "Counts the entries of the slow log."),
      shown("RESET", 2).doc(SERVER, "2.2.12", "O(N) with N entries", "Empties the slow log."));

  private static final List<Command> OWN = List.of(
      Command.session("COMMAND", -1).with(Flag.LOADING, Flag.STALE).containing(COMMAND)
          .doc(SERVER, "2.8.13", "O(N) with N commands", "Tells about all commands."),
      Command.session("CONFIG", -2).containing(CONFIG)
          .doc(SERVER, "2.0.0", "Depends on subcommand.", "Commands on the configuration."),
      admin("DEBUG", -2).syntax("subcommand [argument...]").doc(SERVER, "1.0.0", "Depends on subcommand.",
          "Helps tests: SLEEP, OBJECT, JMAP, SET-ACTIVE-EXPIRE."),
      open("INFO", -1).syntax("[section...]").doc(SERVER, "1.0.0", "O(1)",
          "Tells how the server is and what it has done."),
      Command.session("LASTSAVE", 1).with(Flag.LOADING, Flag.STALE, Flag.FAST)
          .doc(SERVER, "1.0.0", "O(1)",
              "The time of the start: every write since is as durable as the sync mode says."),
      Command.session("LATENCY", -2).containing(LATENCY)
          .doc(SERVER, "2.8.13", "Depends on subcommand.", "Commands on what took long."),
      Command.session("LOLWUT", -1).syntax("[VERSION version]").with(Flag.READONLY, Flag.FAST)
          .doc(SERVER, "5.0.0", "O(1)", "Draws a picture and tells the version."),
      Command.session("MEMORY", -2).containing(MEMORY)
          .doc(SERVER, "4.0.0", "Depends on subcommand.", "Commands on memory."),
      Command.session("ROLE", 1).with(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.FAST)
          .doc(SERVER, "2.8.12", "O(1)", "Tells the role in Redis' replication: always master."),
      admin("SHUTDOWN", -1).syntax("[NOSAVE | SAVE] [NOW] [FORCE] [ABORT]").with(Flag.NO_MULTI, Flag.ALLOW_BUSY)
          .doc(SERVER, "1.0.0", "O(1)", "Answers what was accepted, then ends the server."),
      Command.session("SLOWLOG", -2).containing(SLOWLOG)
          .doc(SERVER, "2.2.12", "Depends on subcommand.", "Commands on the slow log."),
      Command.session("TIME", 1).with(Flag.LOADING, Flag.STALE, Flag.FAST)
          .doc(SERVER, "2.6.0", "O(1)", "Tells the server's time."),
      Command.session("WAIT", 3).syntax("numreplicas timeout").with(Flag.NOSCRIPT)
          .doc(GENERIC, "3.0.0", "O(1)", "Tells how many other replicas have all earlier writes, at once."),
      Command.session("WAITAOF", 4).syntax("numlocal numreplicas timeout").with(Flag.NOSCRIPT)
          .doc(GENERIC, "7.2.0", "O(1)", "Tells who has all earlier writes on disk, at once."));

  private ServerCommands() {}

  /** All lines, those of {@link ClusterCommands} too. {@code databases}: what SWAPDB changes. */
  public static List<Command> table(Databases databases) {
    List<Command> table = new ArrayList<>(OWN);
    table.add(DatabaseMap.swap(databases));
    table.addAll(ClusterCommands.TABLE);
    return List.copyOf(table);
  }

  private static Command open(String name, int arity) {
    return Command.session(name, arity).with(Flag.LOADING, Flag.STALE);
  }

  private static Command shown(String name, int arity) { return open(name, arity).with(Flag.ADMIN); }

  private static Command admin(String name, int arity) {
    return Command.session(name, arity).with(Flag.ADMIN, Flag.NOSCRIPT, Flag.LOADING, Flag.STALE);
  }
}
