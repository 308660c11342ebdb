package io.vertikv.tools.cluster;

import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.tools.cluster.ClusterMessage.AdmissionAsked;
import io.vertikv.tools.cluster.ClusterMessage.Announcement;
import io.vertikv.tools.cluster.Standing.Formed;
import io.vertikv.tools.cluster.Standing.Unformed;
import io.vertikv.tools.config.ClusterConfig;
import io.vertikv.tools.config.NodeConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node as part of a cluster: the thread, disk, clock and network around a {@link Formation}.
 *
 * <p>{@link #open} reads the file CLUSTER and raises the incarnation in it. A node that was part of a cluster before thus
 * knows who it is and where the others were, without asking anybody: {@link #identity} is complete at once, and it can
 * serve. {@link #start} opens the {@link ControlPlane} in the background and tries again for as long as that fails. A node
 * without a cluster has to wait for it; {@link #hindrance} says what for.
 */
public final class ClusterNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);
  private static final long TICK_MILLIS = 500;
  private static final long RETRY_MILLIS_MIN = 1_000;
  private static final long RETRY_MILLIS_MAX = 30_000;
  /** A control plane on which no other node is heard for so long is opened anew; each time after twice as long. */
  private static final long SILENT_TICKS_MIN = 60;
  private static final long SILENT_TICKS_MAX = 1_200;
  private static final int CLOSE_SECONDS = 5;
  /** What a single node leaves in its data folder. */
  private static final Set<String> SINGLE_NODE_DATA = Set.of("log", "engine");

  private final NodeConfig config;
  private final ClusterFile file;
  private final StoreAddress address;
  private final Consumer<Throwable> fatal;
  private final Formation formation;
  private final Directory directory;
  private final Promise<ClusterIdentity> identity = Promise.promise();
  private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1,
      Thread.ofPlatform().daemon().name("cluster").factory());
  /** The following belong to the thread. */
  private ClusterRecord record;
  private long retryMillis = RETRY_MILLIS_MIN;
  private long silentTicks;
  private long silentTicksMax = SILENT_TICKS_MIN;
  private String told = "";
  private volatile ControlPlane plane;
  private volatile String hindrance = "";
  private volatile StoreAdmission admission = (nodeId, at) -> Future
      .failedFuture("this node does not admit others yet");

  private ClusterNode(NodeConfig config, ClusterFile file, ClusterRecord record, Consumer<Throwable> fatal) {
    this.config = config;
    this.file = file;
    this.record = record;
    this.fatal = fatal;
    this.address = OwnAddress.of(config);
    RandomGenerator random = new SecureRandom();
    this.formation = new Formation(terms(config), new Founder(record.nodeId(), address), record.incarnation(),
        record.standing(), random);
    this.directory = new Directory(record.addresses());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Whether this node is part of a cluster, or is to become one: by configuration, or by what it was before. */
  public static boolean wanted(NodeConfig config, Path data) {
    return config.cluster().clustered() || Files.exists(data.resolve(ClusterFile.NAME));
  }

  /** The files in the data folder that say who the node is; the one that counts is the last. */
  public static List<String> files() {
    return List.of(ClusterFile.DRAFT, ClusterFile.NAME);
  }

  /** Whose data this is; empty when it belongs to no cluster. Throws {@link ClusterRefused} when that cannot be read. */
  public static OptionalLong storeOf(Path data) {
    Optional<ClusterRecord> record = new ClusterFile(data).read();
    return record.isPresent() && record.get().standing() instanceof Formed formed
        ? OptionalLong.of(formed.storeId())
        : OptionalLong.empty();
  }

  /**
   * Reads who this node is, or draws it at its first start. Blocks for the disk and perhaps the name service, and throws
   * {@link ClusterRefused} when the data belongs elsewhere. {@code fatal} gets what must end the process.
   */
  public static ClusterNode open(NodeConfig config, Path data, Consumer<Throwable> fatal) {
    ClusterFile file = new ClusterFile(data);
    Optional<ClusterRecord> found = file.read();
    found.ifPresentOrElse(record -> checkSame(config, record, data), () -> checkNoOtherData(data));
    ClusterRecord record = found.map(ClusterRecord::startedAgain)
        .orElseGet(() -> new ClusterRecord(Formation.drawId(new SecureRandom()), 1, config.cluster().name(),
            new Unformed(), new TreeMap<>()));
    ClusterNode node = new ClusterNode(config, file, record, fatal);
    file.write(record);
    if (record.standing() instanceof Formed formed) node.formed(formed);
    return node;
  }

  /** Goes to find the others. */
  public void start() {
    run(this::openPlane);
    thread.scheduleWithFixedDelay(() -> guarded(this::tick), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Complete as soon as the node belongs to a cluster; that may be for ever in coming. */
  public Future<ClusterIdentity> identity() {
    return identity.future();
  }

  /** What stands in the way, for people; empty when all is well. */
  public String hindrance() { return hindrance; }

  /** Who is where. Empty before the node belongs to a cluster. */
  public Directory directory() { return directory; }

  /** Where others reach this node. */
  public StoreAddress address() { return address; }

  /** From now on this node serves clients there, and says so. It belongs to a cluster. */
  public void serves(ClientAddress at) {
    run(() -> {
      formation.serves(at);
      if (record.standing() instanceof Formed formed) directory.serves(formed.storeId(), record.incarnation(), at);
    });
  }

  /** From now on other nodes may join through this one. */
  public void admitThrough(StoreAdmission admission) {
    this.admission = admission;
  }

  /** The clustered Vert.x, while it is there: for notifications that may be lost. */
  public Optional<Vertx> controlPlane() {
    return Optional.ofNullable(plane).map(ControlPlane::vertx);
  }

  /** Leaves the control plane; blocks for a few seconds at most. The others notice; the cluster stays as it is. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) LOG.warn("forming a cluster could not be ended");
      ControlPlane open = plane;
      if (open != null)
        open.close().toCompletionStage().toCompletableFuture().orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
            .exceptionally(failure -> {
              LOG.warn("leaving the control plane failed", failure);
              return null;
            }).join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void checkSame(NodeConfig config, ClusterRecord record, Path data) {
    if (!record.clusterName().equals(config.cluster().name()))
      throw new ClusterRefused("the data in " + data + " belongs to the cluster " + record.clusterName() + ", not to "
          + config.cluster().name() + ": set cluster = " + record.clusterName()
          + ", or choose another folder with --data");
    if (config.listen().nodePort() == 0)
      throw new ClusterRefused("node-port = 0: must be from 1 to 65535, because the data in " + data
          + " is that of a node of the cluster " + record.clusterName());
    if (!config.cluster().clustered() && !(record.standing() instanceof Formed))
      throw new ClusterRefused("the node of " + data + " was started for the cluster " + record.clusterName()
          + ", which it has not found yet: start it with join as before, or choose another folder with --data");
  }

  private static void checkNoOtherData(Path data) {
    if (SINGLE_NODE_DATA.stream().anyMatch(name -> Files.exists(data.resolve(name))))
      throw new ClusterRefused("the data in " + data + " is that of a single node and cannot be taken into a cluster: "
          + "leave join empty, or choose another folder with --data");
  }

  private static Terms terms(NodeConfig config) {
    ClusterConfig cluster = config.cluster();
    if (!cluster.clustered()) return new Terms(cluster.name(), Set.of(), 1); // of use only to nodes without a cluster
    Set<StoreAddress> listed = cluster.foundersListed()
        ? cluster.join().stream().map(ClusterRecordText::address).collect(Collectors.toSet())
        : Set.of();
    return new Terms(cluster.name(), listed, listed.isEmpty() ? cluster.founderCount() : listed.size());
  }

  private void openPlane() {
    Set<StoreAddress> known = new LinkedHashSet<>();
    config.cluster().join().forEach(text -> known.add(ClusterRecordText.address(text)));
    known.addAll(directory.addresses().values());
    known.add(address);
    ControlPlane.open(config, address, known, new Inbox()).onSuccess(this::opened).onFailure(failure -> run(() -> {
      LOG.warn(
          "nodes cannot be looked for on {} ports {} and {} (discovery.port, discovery.bus-port): {}; trying again",
          config.listen().bind(), config.discoveryPort(), config.busPort(), reason(failure));
      retryLater();
    }));
  }

  private void retryLater() {
    if (thread.isShutdown()) return;
    thread.schedule(() -> guarded(this::openPlane), retryMillis, TimeUnit.MILLISECONDS);
    retryMillis = Math.min(2 * retryMillis, RETRY_MILLIS_MAX);
  }

  /** Called on a thread of Vert.x. A node that was closed meanwhile does not stay in the control plane. */
  private void opened(ControlPlane open) {
    plane = open;
    if (thread.isShutdown()) open.close();
    else run(() -> {
      retryMillis = RETRY_MILLIS_MIN;
      formation.announceSoon();
    });
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) root = root.getCause();
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  private void tick() {
    perform(formation.tick());
    if (plane == null || !expectsOthers() || ++silentTicks < silentTicksMax) return;
    LOG.info("no other node heard of for {} s: looking for them anew", silentTicks * TICK_MILLIS / 1000);
    silentTicks = 0;
    silentTicksMax = Math.min(2 * silentTicksMax, SILENT_TICKS_MAX);
    ControlPlane silent = plane;
    plane = null;
    silent.close().onComplete(closed -> run(this::openPlane));
  }

  private boolean expectsOthers() {
    return record.standing() instanceof Formed ? directory.addresses().size() > 1 : true;
  }

  /** What arrives, on threads of others. */
  private final class Inbox implements ControlPlane.Listener {
    @Override
    public void received(ClusterMessage message) { run(() -> on(message)); }

    @Override
    public void membersChanged() { run(formation::announceSoon); }
  }

  private void on(ClusterMessage message) {
    perform(formation.on(message));
    if (!(message instanceof Announcement said) || said.nodeId() == record.nodeId()) return;
    silentTicks = 0;
    silentTicksMax = SILENT_TICKS_MIN;
    if (said.standing() instanceof Formed theirs && record.standing() instanceof Formed ours
        && theirs.manifest().clusterId() == ours.manifest().clusterId()) {
      if (directory.heard(theirs.storeId(), said.incarnation(), said.address())) addressesChanged();
      said.clients().ifPresent(at -> directory.serves(theirs.storeId(), said.incarnation(), at));
    }
  }

  /** In the order that the step asks for. */
  private void perform(Step step) {
    step.persist().ifPresent(this::persist);
    ControlPlane open = plane;
    if (open != null) step.send().forEach(open::publish);
    step.ask().ifPresent(this::admit);
    hindrance = formation.hindrance();
    if (!hindrance.isEmpty() && !hindrance.equals(told)) LOG.info("{}: {}", config.cluster().name(), hindrance);
    told = hindrance;
  }

  private void persist(Standing standing) {
    SortedMap<Long, StoreAddress> addresses = standing instanceof Formed formed
        ? formed.manifest().addresses()
        : new TreeMap<>();
    record = new ClusterRecord(record.nodeId(), record.incarnation(), record.clusterName(), standing, addresses);
    file.write(record);
    if (standing instanceof Formed formed) formed(formed);
  }

  /** Its own address may have changed since the others last heard of it. */
  private void formed(Formed formed) {
    record.addresses().forEach((store, at) -> directory.heard(store, 0, at));
    if (directory.heard(formed.storeId(), record.incarnation(), address)) record = record.with(directory.addresses());
    LOG.info("store {} of the cluster {} ({}), founded by {}", formed.storeId(), record.clusterName(),
        Formation.hex(formed.manifest().clusterId()), formed.manifest().text());
    directory.tell();
    identity.tryComplete(ClusterIdentity.of(record, formed));
  }

  /** The addresses on disk are a convenience: where the disk is full, the node goes on without them. */
  private void addressesChanged() {
    record = record.with(directory.addresses());
    directory.tell();
    try {
      file.write(record);
    } catch (UncheckedIOException failed) {
      LOG.warn("the addresses of the other stores could not be written down", failed);
    }
  }

  private void admit(AdmissionAsked asked) {
    admission.admit(asked.fromNode(), asked.address())
        .onSuccess(store -> run(() -> perform(formation.admitted(asked.fromNode(), store))))
        .onFailure(failure -> LOG.info("{} asks to join and cannot be admitted now: {}", asked.address(),
            reason(failure)));
  }

  private void run(Runnable task) {
    try {
      thread.execute(() -> guarded(task));
    } catch (RejectedExecutionException closed) {
      LOG.debug("closed, so nothing is done any more");
    }
  }

  /** A step that could not be persisted has left memory and disk apart: nothing may be said any more. */
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException defect) {
      thread.shutdown();
      fatal.accept(defect);
    }
  }
}
