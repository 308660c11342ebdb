package io.vertikv.tools.config;

import java.util.List;

/** Which cluster the node belongs to, how it finds the others, and what it does there. */
public record ClusterConfig(String name, List<String> join, int founders, String advertise, List<Role> roles,
    DiscoveryConfig discovery) {
  /** More replicas of the first data than this help nobody. */
  private static final int FOUNDERS_MAX = 64;

  static final Setting<String> CLUSTER = Setting.of("cluster", Forms.NAME, "vertikv",
      "Name of the cluster. Nodes of another name are refused.");
  static final Setting<List<String>> JOIN = Setting.of("join", Kind.list(Forms.HOST_AND_PORT, 64), "",
      "Node ports of the nodes of the cluster, this one included or not; the same list on all of them.",
      "Nodes that start for the first time found the cluster together; later ones join it. Empty: a single node.");
  static final Setting<Integer> FOUNDERS = Setting.of("founders", Kind.integer(0, FOUNDERS_MAX), "0",
      "How many nodes found the cluster. They wait for each other at their first start, and never again.",
      "0: exactly those that join names. Must be set when nodes are found in another way.");
  static final Setting<String> ADVERTISE = Setting.of("advertise", Forms.HOST_AND_PORT_OR_NOTHING, "",
      "host:port at which other nodes reach the node port of this one.",
      "Empty: the address in join that is this machine's, otherwise bind, otherwise the machine's own address.");
  static final Setting<List<Role>> ROLES = Setting.of("roles", Kind.list(Kind.choice(Role.class), 4), "all",
      "What this node does. Comes with a later release; must be all in this one.");
  static final List<Setting<?>> SETTINGS = List.of(CLUSTER, JOIN, FOUNDERS, ADVERTISE, ROLES);

  public ClusterConfig {
    join = join.stream().distinct().toList();
    roles = List.copyOf(roles);
    if (!roles.equals(List.of(Role.ALL)))
      throw new IllegalArgumentException(
          "roles = " + ROLES.kind().write(roles)
              + ": nodes of different kinds come with a later release; in this one allowed is all");
    for (String address : join) checkPort("join", address);
    if (!advertise.isEmpty()) checkPort("advertise", advertise);
    boolean found = discovery.mode() != DiscoveryMode.JOIN;
    if (found && !join.isEmpty())
      throw new IllegalArgumentException(
          "join = " + String.join(",", join) + ": must be empty unless discovery.mode = join");
    if (found && founders == 0)
      throw new IllegalArgumentException(
          "founders = 0: must be from 1 to " + FOUNDERS_MAX + " unless discovery.mode = join");
    if (!found && founders != 0 && founders < join.size() || !found && join.isEmpty() && founders > 0)
      throw new IllegalArgumentException(
          "founders = " + founders + ": must be 0 or at least as many as join names, which is "
              + join.size());
  }

  static ClusterConfig from(Values values) {
    return new ClusterConfig(values.get(CLUSTER), values.get(JOIN), values.get(FOUNDERS), values.get(ADVERTISE),
        values.get(ROLES), DiscoveryConfig.from(values));
  }

  /** False for a node that is alone and stays so: nothing of what clusters need is even loaded then. */
  public boolean clustered() {
    return !join.isEmpty() || discovery.mode() != DiscoveryMode.JOIN;
  }

  /** True when {@code join} names the founders one by one; otherwise any nodes of this name found the cluster. */
  public boolean foundersListed() {
    return discovery.mode() == DiscoveryMode.JOIN && (founders == 0 || founders == join.size());
  }

  /** How many nodes found the cluster. */
  public int founderCount() {
    return founders == 0 ? join.size() : founders;
  }

  /** The form of the text allows for ports that there are not. */
  static void checkPort(String setting, String address) {
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    if (port < 1 || port > 65535)
      throw new IllegalArgumentException(setting + " = " + address + ": the port must be from 1 to 65535");
  }
}
