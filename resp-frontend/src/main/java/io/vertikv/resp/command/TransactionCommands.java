package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.TRANSACTIONS;

import io.vertikv.resp.command.Command.Flag;
import java.util.List;

/** MULTI and what belongs to it: state of the session, which finds the code by these names. */
public final class TransactionCommands {
  public static final List<Command> TABLE = List.of(
      Command.session("DISCARD", 1).with(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.FAST, Flag.ALLOW_BUSY)
          .doc(TRANSACTIONS, "2.0.0", "O(N), when N is the number of queued commands", "Discards a transaction."),
      Command.session("EXEC", 1).with(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.SKIP_SLOWLOG)
          .doc(TRANSACTIONS, "1.2.0", "Depends on commands in the transaction",
              "Executes all commands in a transaction."),
      Command.session("MULTI", 1)
          .with(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.FAST, Flag.ALLOW_BUSY)
          .doc(TRANSACTIONS, "1.2.0", "O(1)", "Starts a transaction."),
      Command.session("UNWATCH", 1).with(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.FAST, Flag.ALLOW_BUSY)
          .doc(TRANSACTIONS, "2.2.0", "O(1)", "Forgets about watched keys of a transaction."),
      Command.session("WATCH", -2, Keys.range(1, -1, 1)).syntax("key...")
          .with(Flag.NOSCRIPT, Flag.LOADING, Flag.STALE, Flag.FAST, Flag.ALLOW_BUSY)
          .doc(TRANSACTIONS, "2.2.0", "O(1) for every key.",
              "Monitors changes to keys to determine the execution of a transaction."));

  private TransactionCommands() {}
}
