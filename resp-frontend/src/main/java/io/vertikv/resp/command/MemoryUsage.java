package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.SERVER;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.KeyEntry;
import io.vertikv.resp.type.ValueSize;
import io.vertikv.txn.Tx;

/** MEMORY USAGE: the bytes of the records that a key has, not of what happens to be cached of them. */
final class MemoryUsage {
  private static final long SAMPLES = 5;

  static final Command COMMAND = Command.read("USAGE", -3, Keys.at(2), MemoryUsage::usage).syntax("key [SAMPLES count]")
      .doc(SERVER, "4.0.0", "O(N) with N samples", "Estimates the bytes of a key and its value.");

  private MemoryUsage() {}

  private static Reply usage(Tx tx, Args args) {
    long samples = SAMPLES;
    for (int i = 3; i < args.count(); i++) {
      if (!args.is(i, "SAMPLES") || i + 1 == args.count()) throw CommandError.SYNTAX;
      samples = args.integer(++i);
      if (samples < 0) throw CommandError.SYNTAX;
    }
    KeyEntry entry = KeyEntry.of(tx, args.key(2));
    if (!entry.exists()) return Reply.NIL;
    return Reply.integer(ValueSize.bytes(tx, entry, samples == 0 ? Long.MAX_VALUE : samples));
  }
}
