package io.vertikv.tools.chaos.cluster;

import io.vertikv.tools.crash.Answer;
import io.vertikv.tools.crash.RespWire;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a node says of its place in the cluster: the {@code raft_…} lines of INFO replication. */
public record NodeState(long store, long leaderStore, long term, long applied) {
  private static final int ASK_MILLIS = 1_000;

  /** Empty when the node does not answer soon, or is no member of a cluster. */
  static Optional<NodeState> of(int redisPort) {
    try (RespWire wire = RespWire.connect(redisPort, ASK_MILLIS)) {
      return wire.ask("INFO", "replication") instanceof Answer.Text(String text) ? parse(text) : Optional.empty();
    } catch (IOException noAnswer) {
      return Optional.empty();
    }
  }

  static Optional<NodeState> parse(String info) {
    Map<String, Long> fields = new HashMap<>();
    info.lines().map(line -> line.strip().split(":", 2))
        .filter(line -> line.length == 2 && line[1].matches("\\d{1,18}"))
        .forEach(line -> fields.put(line[0], Long.parseLong(line[1])));
    if (!fields.containsKey("raft_store") || !fields.containsKey("raft_leader_store")) return Optional.empty();
    return Optional.of(new NodeState(fields.get("raft_store"), fields.get("raft_leader_store"),
        fields.getOrDefault("raft_term", 0L), fields.getOrDefault("raft_applied_index", 0L)));
  }

  /** As far as it knows itself: a node that was cut off may be wrong. */
  boolean leads() {
    return store != 0 && store == leaderStore;
  }
}
