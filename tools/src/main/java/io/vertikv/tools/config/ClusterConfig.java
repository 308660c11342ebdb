package io.vertikv.tools.config;

import java.util.List;

/** Which cluster the node belongs to and what it does there. This release runs one node with all roles. */
public record ClusterConfig(String name, List<String> join, List<Role> roles) {
  static final Setting<String> CLUSTER = Setting.of("cluster", Forms.NAME, "vertikv",
      "Name of the cluster. Nodes of another name are refused.");
  static final Setting<List<String>> JOIN = Setting.of("join", Kind.list(Forms.HOST_AND_PORT, 64), "",
      "Nodes of a running cluster to join. Comes with the next release; must be empty in this one.");
  static final Setting<List<Role>> ROLES = Setting.of("roles", Kind.list(Kind.choice(Role.class), 4), "all",
      "What this node does. Comes with the next release; must be all in this one.");
  static final List<Setting<?>> SETTINGS = List.of(CLUSTER, JOIN, ROLES);

  public ClusterConfig {
    join = List.copyOf(join);
    roles = List.copyOf(roles);
    if (!join.isEmpty())
      throw new IllegalArgumentException(
          "join = " + String.join(",", join)
              + ": clusters come with the next release; this one runs a single node, leave join empty");
    if (!roles.equals(List.of(Role.ALL)))
      throw new IllegalArgumentException(
          "roles = " + ROLES.kind().write(roles)
              + ": clusters come with the next release; this one runs a single node, allowed is all");
  }

  static ClusterConfig from(Values values) {
    return new ClusterConfig(values.get(CLUSTER), values.get(JOIN), values.get(ROLES));
  }
}
