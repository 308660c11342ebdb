package io.vertikv.tools.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The whole configuration of a node, as a tree of records: one for each room of the process. Each refuses nonsense in
 * its constructor; {@link ConfigReader} has checked every single value before.
 */
public record NodeConfig(ListenConfig listen, ClusterConfig cluster, StorageConfig storage, ServerConfig server,
    LimitsConfig limits, MemoryConfig memory, RegionConfig region, CleaningConfig cleaning, WatchConfig watch,
    TlsConfig tls, StoreConfig store) {
  /** Every setting there is, in the order of the reference file. */
  static final List<Room> ROOMS = List.of(
      new Room("", "What people set first; these are also the everyday flags.", topLevel()),
      new Room("discovery", "How the nodes of a cluster find each other.", DiscoveryConfig.SETTINGS),
      new Room("server", "How Redis clients are served.", ServerConfig.SETTINGS),
      new Room("tls", "Encryption. Nothing is encrypted until a certificate is named.", TlsConfig.SETTINGS),
      new Room("limits", "What clients may ask for; checked before anything is allocated.", LimitsConfig.SETTINGS),
      new Room("memory", "How memory is shared out. The heap is the launcher's: see the top of this file.",
          MemoryConfig.SETTINGS),
      new Room("store", "What placement is told of this store.", StoreConfig.SETTINGS),
      new Room("disk", "When the disk gets full.", StorageConfig.DISK),
      new Room("log", "The Raft log, which is also the write-ahead log.", StorageConfig.LOG),
      new Room("region", "What may pile up inside before sockets are paused.", RegionConfig.SETTINGS),
      new Room("gc", "Old versions.", CleaningConfig.GC),
      new Room("expiry", "Keys with a time to live.", CleaningConfig.EXPIRY),
      new Room("slowlog", "Slow commands.", WatchConfig.SLOWLOG),
      new Room("latency", "Latency events.", WatchConfig.LATENCY),
      new Room("logging", "The log that is written to standard output.", WatchConfig.LOGGING));

  /** All settings, in the order of the reference file. */
  public static List<Setting<?>> settings() {
    return ROOMS.stream().<Setting<?>>flatMap(room -> room.settings().stream()).toList();
  }

  /** The configuration when nothing is set. */
  public static NodeConfig defaults(Machine machine) {
    return ConfigReader.read(ConfigSources.NONE, machine).node();
  }

  public NodeConfig {
    if (storage.freeBytesMin() < 2 * memory.memtableBytes())
      throw new IllegalArgumentException(
          "disk.free-min = %s: must be at least twice memory.memtables, which is %s, so that they can be flushed"
              .formatted(Quantities.size(storage.freeBytesMin()), Quantities.size(memory.memtableBytes())));
    if (tls.port() != 0
        && List.of(tls.plainPort() ? listen.port() : 0, listen.adminPort(), listen.nodePort()).contains(tls.port()))
      throw new IllegalArgumentException(
          "tls.port = " + tls.port() + ": must differ from port, admin-port and node-port");
    if (cluster.clustered()) checkReachable(listen, cluster);
  }

  /** What a single node may leave open, the others of a cluster must know. */
  private static void checkReachable(ListenConfig listen, ClusterConfig cluster) {
    if (listen.nodePort() == 0)
      throw new IllegalArgumentException("node-port = 0: must be from 1 to 65535 in a cluster, others connect to it");
    Optional<String> remote = cluster.join().stream()
        .filter(address -> !ListenConfig
            .loopback(address.substring(0, address.lastIndexOf(':')).replaceAll("[\\[\\]]", "")))
        .findFirst();
    if (listen.onlyThisMachine() && cluster.advertise().isEmpty() && remote.isPresent())
      throw new IllegalArgumentException("bind = " + listen.bind() + ": " + remote.get()
          + " cannot reach this node there; set bind to an address of this machine, or to 0.0.0.0");
    checkPort("discovery.port", discoveryPort(listen, cluster));
    checkPort("discovery.bus-port", busPort(listen, cluster));
    List<Integer> ports = List.of(listen.port(), listen.adminPort(), listen.nodePort());
    if (ports.contains(discoveryPort(listen, cluster)) || ports.contains(busPort(listen, cluster))
        || discoveryPort(listen, cluster) == busPort(listen, cluster))
      throw new IllegalArgumentException(
          "discovery.port = %d, discovery.bus-port = %d: must differ from each other and from port, admin-port and node-port"
              .formatted(discoveryPort(listen, cluster), busPort(listen, cluster)));
  }

  private static void checkPort(String setting, int port) {
    if (port > 65535)
      throw new IllegalArgumentException(
          setting + " = 0: would follow node-port to " + port + "; must be set, from 1 to 65535");
  }

  /** Where nodes find each other. */
  public int discoveryPort() { return discoveryPort(listen, cluster); }

  /** Where nodes tell each other what they have found. */
  public int busPort() { return busPort(listen, cluster); }

  private static int discoveryPort(ListenConfig listen, ClusterConfig cluster) {
    int port = cluster.discovery().port();
    return port == 0 ? listen.nodePort() + DiscoveryConfig.PORT_OFFSET : port;
  }

  private static int busPort(ListenConfig listen, ClusterConfig cluster) {
    int port = cluster.discovery().busPort();
    return port == 0 ? listen.nodePort() + DiscoveryConfig.BUS_PORT_OFFSET : port;
  }

  static NodeConfig from(Values values) {
    return new NodeConfig(ListenConfig.from(values), ClusterConfig.from(values), StorageConfig.from(values),
        ServerConfig.from(values), LimitsConfig.from(values), MemoryConfig.from(values), RegionConfig.from(values),
        CleaningConfig.from(values), WatchConfig.from(values), TlsConfig.from(values), StoreConfig.from(values));
  }

  private static List<Setting<?>> topLevel() {
    return Stream.of(ListenConfig.SETTINGS, StorageConfig.TOP, ClusterConfig.SETTINGS).<Setting<?>>flatMap(List::stream)
        .toList();
  }
}
