package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.GENERIC;

import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.KeyEntry;
import io.vertikv.txn.Tx;
import java.util.List;

/** Commands on keys of any type: whether they are there, what they hold, and away with them. */
public final class GenericCommands {
  private static final Reply NONE = Reply.simple("none");

  public static final List<Command> TABLE = List.of(
      Command.write("DEL", -2, Keys.range(1, -1, 1), GenericCommands::delete).syntax("key...")
          .doc(GENERIC, "1.0.0", "O(N) with N keys, whatever they hold", "Removes keys."),
      Command.write("UNLINK", -2, Keys.range(1, -1, 1), GenericCommands::delete).syntax("key...").fast()
          .doc(GENERIC, "4.0.0", "O(N) with N keys, whatever they hold", "Removes keys, as DEL does."),
      Command.read("EXISTS", -2, Keys.range(1, -1, 1), GenericCommands::exists).syntax("key...").fast()
          .doc(GENERIC, "1.0.0", "O(N) with N keys", "Counts which of the named keys exist."),
      Command.read("TOUCH", -2, Keys.range(1, -1, 1), GenericCommands::exists).syntax("key...").fast()
          .doc(GENERIC, "3.2.1", "O(N) with N keys", "Counts which of the named keys exist; nothing is recorded."),
      Command.read("TYPE", 2, Keys.at(1), GenericCommands::type).syntax("key").fast()
          .doc(GENERIC, "1.0.0", "O(1)", "Names the data type of a key's value."));

  private GenericCommands() {}

  private static Reply delete(Tx tx, Args args) {
    int removed = 0;
    for (int i = 1; i < args.count(); i++) if (KeyEntry.of(tx, args.key(i)).remove()) removed++;
    return Reply.integer(removed);
  }

  private static Reply exists(Tx tx, Args args) {
    int found = 0;
    for (int i = 1; i < args.count(); i++) if (KeyEntry.of(tx, args.key(i)).exists()) found++;
    return Reply.integer(found);
  }

  private static Reply type(Tx tx, Args args) {
    KeyEntry entry = KeyEntry.of(tx, args.key(1));
    return entry.exists() ? Reply.simple(entry.header().type().label()) : NONE;
  }
}
