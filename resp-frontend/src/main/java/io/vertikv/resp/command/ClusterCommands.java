package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.CLUSTER;

import io.vertikv.resp.command.Command.Flag;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.KeyHash;
import io.vertikv.resp.type.KeyScan;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.List;

/**
 * What cluster-aware clients ask. Where slots are led is answered by the session, see the package resp.cluster; the keys of a
 * slot are data and come from its leader.
 */
final class ClusterCommands {
  private static final String NODES = "O(N) with N nodes";
  private static final CommandError INVALID_SLOT = new CommandError("ERR Invalid slot");
  private static final CommandError INVALID_SLOT_OR_COUNT = new CommandError("ERR Invalid slot or number of keys");
  private static final CommandError TOO_MANY = new CommandError(
      "ERR the names would fill more than " + StringCommands.REPLY_BYTES_MAX + " bytes, ask for fewer");

  private static final List<Command> SUBCOMMANDS = List.of(
      open("COUNT-FAILURE-REPORTS", 3).with(Flag.ADMIN).syntax("node-id").doc(CLUSTER, "3.0.0", "O(1)",
          "Counts the nodes that hold a node for failed: always 0, the replicas of a region decide that among themselves."),
      Command.read("COUNTKEYSINSLOT", 3, Keys.NONE, ClusterCommands::countKeys).with(Flag.STALE).syntax("slot")
          .doc(CLUSTER, "3.0.0", "O(N) with N keys in the slot", "Counts the keys of a slot."),
      Command.read("GETKEYSINSLOT", 4, Keys.NONE, ClusterCommands::keys).with(Flag.STALE).syntax("slot count")
          .doc(CLUSTER, "3.0.0", "O(N) with N keys asked for", "Returns the names of keys of a slot."),
      open("HELP", 2).with(Flag.LOADING).doc(CLUSTER, "5.0.0", "O(1)", "Lists the subcommands."),
      open("INFO", 2).doc(CLUSTER, "3.0.0", "O(1)", "Tells whether all slots have a leader."),
      open("KEYSLOT", 3).syntax("key:string").doc(CLUSTER, "3.0.0", "O(N) with N bytes in the key",
          "Tells the slot of a key."),
      open("LINKS", 2).doc(CLUSTER, "7.0.0", "O(1)",
          "Always empty: there is no bus of Redis' kind; see the metrics of the wire between nodes."),
      open("MYID", 2).doc(CLUSTER, "3.0.0", "O(1)", "Tells the id of this node."),
      open("MYSHARDID", 2).doc(CLUSTER, "7.2.0", "O(1)", "Tells the id of the shard that this node belongs to."),
      open("NODES", 2).doc(CLUSTER, "3.0.0", NODES, "Tells all nodes and the slots that they lead, as text."),
      open("REPLICAS", 3).with(Flag.ADMIN).syntax("node-id").doc(CLUSTER, "5.0.0", NODES,
          "Tells the nodes that follow a leader."),
      open("SHARDS", 2).doc(CLUSTER, "7.0.0", NODES, "Tells the leaders with their slots and followers."),
      open("SLAVES", 3).with(Flag.ADMIN).syntax("node-id").doc(CLUSTER, "3.0.0", NODES,
          "The old name of CLUSTER REPLICAS."),
      open("SLOTS", 2).doc(CLUSTER, "3.0.0", NODES, "Tells ranges of slots with their leaders and followers."));

  static final List<Command> TABLE = List.of(
      Command.session("ASKING", 1).fast().doc(CLUSTER, "3.0.0", "O(1)",
          "Does nothing: no node ever sends a client to another."),
      Command.session("CLUSTER", -2).containing(SUBCOMMANDS)
          .doc(CLUSTER, "3.0.0", "Depends on subcommand.", "Tells cluster-aware clients where slots are led."));

  private ClusterCommands() {}

  private static Command open(String name, int arity) { return Command.session(name, arity).with(Flag.STALE); }

  private static int slot(long slot, CommandError otherwise) {
    if (slot < 0 || slot >= KeyHash.SLOTS) throw otherwise;
    return (int) slot;
  }

  private static Reply countKeys(Tx tx, Args args) {
    int slot = slot(args.integer(2), INVALID_SLOT);
    long count = 0;
    try (KeyScan keys = KeyScan.slot(tx, args.db(), slot)) {
      while (keys.next()) if (keys.alive()) count++;
    }
    return Reply.integer(count);
  }

  private static Reply keys(Tx tx, Args args) {
    long asked = args.integer(2);
    long most = args.integer(3);
    int slot = slot(asked, INVALID_SLOT_OR_COUNT);
    if (most < 0) throw INVALID_SLOT_OR_COUNT;
    List<Reply> names = new ArrayList<>();
    long bytes = 0;
    try (KeyScan keys = KeyScan.slot(tx, args.db(), slot)) {
      while (names.size() < most && keys.next()) {
        if (!keys.alive()) continue;
        byte[] name = keys.name();
        names.add(Reply.bulk(name));
        bytes += name.length;
        if (bytes > StringCommands.REPLY_BYTES_MAX) throw TOO_MANY;
      }
    }
    return Reply.array(names);
  }
}
