package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.STRING;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.CommonSubsequence;
import io.vertikv.resp.type.CommonSubsequence.Match;
import io.vertikv.resp.type.KeyEntry;
import io.vertikv.resp.type.RedisString;
import io.vertikv.resp.type.ValueType;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.List;

/** LCS: what two strings have in common. */
public final class LcsCommand {
  private static final CommandError NOT_STRINGS = new CommandError(
      "ERR The specified keys must contain string values");
  private static final CommandError LENGTH_AND_INDEXES = new CommandError(
      "ERR If you want both the length and indexes, please just use IDX.");
  private static final CommandError TOO_LONG = new CommandError(
      "ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");

  public static final List<Command> TABLE = List.of(
      Command.read("LCS", -3, Keys.range(1, 2, 1), LcsCommand::run)
          .syntax("key1 key2 [LEN] [IDX] [MINMATCHLEN min-match-len] [WITHMATCHLEN]")
          .doc(STRING, "7.0.0", "O(N*M) with the lengths of the two strings",
              "Finds the longest common subsequence of two strings."));

  private record Options(boolean length, boolean indexes, boolean withLengths, long leastLength) {
    static Options of(Args args) {
      boolean length = false;
      boolean indexes = false;
      boolean withLengths = false;
      long leastLength = 0;
      for (int i = 3; i < args.count(); i++) {
        if (args.is(i, "IDX")) indexes = true;
        else if (args.is(i, "LEN")) length = true;
        else if (args.is(i, "WITHMATCHLEN")) withLengths = true;
        else if (args.is(i, "MINMATCHLEN") && i + 1 < args.count()) leastLength = args.integer(++i);
        else throw CommandError.SYNTAX;
      }
      if (length && indexes) throw LENGTH_AND_INDEXES;
      return new Options(length, indexes, withLengths, leastLength);
    }
  }

  private LcsCommand() {}

  private static Reply run(Tx tx, Args args) {
    RedisString one = string(tx, args, 1);
    RedisString other = string(tx, args, 2);
    Options options = Options.of(args);
    if (!CommonSubsequence.fits(one.length(), other.length())) throw TOO_LONG;
    CommonSubsequence common = CommonSubsequence.of(one.whole(), other.whole());
    if (options.length()) return Reply.integer(common.length());
    if (!options.indexes()) return Reply.bulk(common.text());
    List<Reply> matches = new ArrayList<>();
    for (Match match : common.matches(options.leastLength())) matches.add(reply(match, options.withLengths()));
    return Reply.map(
        List.of(Reply.bulk("matches"), Reply.array(matches), Reply.bulk("len"), Reply.integer(common.length())));
  }

  private static RedisString string(Tx tx, Args args, int at) {
    KeyEntry entry = KeyEntry.of(tx, args.key(at));
    if (entry.exists() && entry.header().type() != ValueType.STRING) throw NOT_STRINGS;
    return RedisString.of(tx, entry);
  }

  private static Reply reply(Match match, boolean withLength) {
    Reply inOne = Reply.array(Reply.integer(match.firstInOne()), Reply.integer(match.lastInOne()));
    Reply inOther = Reply.array(Reply.integer(match.firstInOther()), Reply.integer(match.lastInOther()));
    return withLength ? Reply.array(inOne, inOther, Reply.integer(match.length())) : Reply.array(inOne, inOther);
  }
}
