package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.CLUSTER;
import static io.vertikv.resp.command.Command.Group.CONNECTION;

import io.vertikv.resp.command.Command.Flag;
import java.util.List;

/** What concerns the connection itself: answered by the session, which finds the code by these names. */
public final class ConnectionCommands {
  private static final List<Command> CLIENT = List.of(
      client("GETNAME", 2, "2.6.9", "O(1)", "Returns the name of the connection."),
      client("GETREDIR", 2, "6.0.0", "O(1)",
          "Returns the client ID to which the connection's tracking notifications are "
              + "redirected."),
      client("HELP", 2, "5.0.0", "O(1)", "Returns helpful text about the different subcommands.")
          .with(Flag.LOADING, Flag.STALE),
      client("ID", 2, "5.0.0", "O(1)", "Returns the unique client ID of the connection."),
      client("INFO", 2, "6.2.0", "O(1)", "Returns information about the connection."),
      client("KILL", -3, "2.4.0", "O(N) where N is the number of client connections", "Terminates open connections.")
          .syntax(
              "<ip:port | (ID client-id | TYPE <NORMAL | MASTER | SLAVE | REPLICA | PUBSUB> | USER username | ADDR ip:port | LADDR ip:port | SKIPME yes-no)...>")
          .with(Flag.ADMIN),
      client("LIST", -2, "2.4.0", "O(N) where N is the number of client connections", "Lists open connections.")
          .syntax("[TYPE <NORMAL | MASTER | REPLICA | PUBSUB>] [ID client-id...]")
          .with(Flag.ADMIN),
      client("NO-EVICT", 3, "7.0.0", "O(1)", "Sets the client eviction mode of the connection.").syntax("<ON | OFF>")
          .with(Flag.ADMIN),
      client("NO-TOUCH", 3, "7.2.0", "O(1)",
          "Controls whether commands sent by the client affect the LRU/LFU of accessed "
              + "keys.")
          .syntax("<ON | OFF>"),
      client("PAUSE", -3, "3.0.0", "O(1)", "Suspends commands processing.").syntax("timeout [WRITE | ALL]")
          .with(Flag.ADMIN),
      client("REPLY", 3, "3.2.0", "O(1)", "Instructs the server whether to reply to commands.")
          .syntax("<ON | OFF | SKIP>"),
      client("SETINFO", 4, "7.2.0", "O(1)", "Sets information specific to the client or connection.")
          .syntax("<LIB-NAME libname | LIB-VER libver>"),
      client("SETNAME", 3, "2.6.9", "O(1)", "Sets the connection name.").syntax("connection-name"),
      client("STALE-READS", -3, "7.2.0", "O(1)",
          "Lets the replica of this node answer reads of the connection with what it has, however old.")
          .syntax("<ON [MAXAGE milliseconds] | OFF>"),
      client("TRACKINGINFO", 2, "6.2.0", "O(1)",
          "Returns information about server-assisted client-side caching for the "
              + "connection."),
      client("UNPAUSE", 2, "6.2.0", "O(N) Where N is the number of paused clients", "Resumes processing commands from "
          + "paused clients.").with(Flag.ADMIN));

  public static final List<Command> TABLE = List.of(
      Command.session("AUTH", -2).syntax("[username] password")
          .with(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.FAST, Flag.NO_AUTH, Flag.ALLOW_BUSY, Flag.SKIP_SLOWLOG)
          .doc(CONNECTION, "1.0.0", "O(N) where N is the number of passwords defined for the user",
              "Authenticates the connection."),
      Command.session("CLIENT", -2).containing(CLIENT)
          .doc(CONNECTION, "2.4.0", "Depends on subcommand.", "A container for client connection commands."),
      Command.session("ECHO", 2).syntax("message").with(Flag.LOADING, Flag.STALE, Flag.FAST)
          .doc(CONNECTION, "1.0.0", "O(1)", "Returns the given string."),
      Command.session("HELLO", -1).syntax("[protover [AUTH username password] [SETNAME clientname]]")
          .with(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.FAST, Flag.NO_AUTH, Flag.ALLOW_BUSY, Flag.SKIP_SLOWLOG)
          .doc(CONNECTION, "6.0.0", "O(1)", "Handshakes with the server."),
      Command.session("PING", -1).syntax("[message]").fast().doc(CONNECTION, "1.0.0", "O(1)",
          "Returns the server's liveliness response."),
      Command.session("QUIT", -1)
          .with(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.FAST, Flag.NO_AUTH, Flag.ALLOW_BUSY)
          .doc(CONNECTION, "1.0.0", "O(1)", "Closes the connection."),
      Command.session("READONLY", 1).with(Flag.LOADING, Flag.STALE, Flag.FAST).doc(CLUSTER, "3.0.0", "O(1)",
          "Lets reads of the connection be answered by the replica of the node that it is made to."),
      Command.session("READWRITE", 1).with(Flag.LOADING, Flag.STALE, Flag.FAST).doc(CLUSTER, "3.0.0", "O(1)",
          "Has all commands of the connection answered by the leader again."),
      Command.session("RESET", 1)
          .with(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.FAST, Flag.NO_AUTH, Flag.ALLOW_BUSY)
          .doc(CONNECTION, "6.2.0", "O(1)", "Resets the connection."),
      Command.session("SELECT", 2).syntax("index").with(Flag.LOADING, Flag.STALE, Flag.FAST)
          .doc(CONNECTION, "1.0.0", "O(1)", "Changes the selected database."));

  private ConnectionCommands() {}

  private static Command client(String name, int arity, String since, String complexity, String summary) {
    return Command.session(name, arity).with(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE)
        .doc(CONNECTION, since, complexity, summary);
  }
}
