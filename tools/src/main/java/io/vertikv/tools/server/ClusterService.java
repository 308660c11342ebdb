package io.vertikv.tools.server;

import io.vertikv.placement.ids.IdOutcome;
import io.vertikv.placement.ids.RequestKey;
import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.tools.cluster.ClusterIdentity;
import io.vertikv.tools.cluster.ClusterNode;
import io.vertikv.tools.cluster.ClusterRefused;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node as one of a cluster: who it is, where the others are, and the door for those who come later. */
final class ClusterService implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterService.class);
  private static final String CHECK = "cluster";
  /** Names the wishes for ids of stores, apart from all other wishes. */
  private static final long STORE_IDS = 0x73746f7265L;
  private static final long ADMISSION_MILLIS = 5_000;

  private final NodeContext context;
  private final ClusterNode node;

  private ClusterService(NodeContext context, ClusterNode node) {
    this.context = context;
    this.node = node;
  }

  static boolean wanted(NodeContext context) {
    return ClusterNode.wanted(context.config(), context.data());
  }

  /** Reads who this node is and goes to find the others. Blocks for the disk. */
  static ClusterService open(NodeContext context) {
    try {
      ClusterNode node = ClusterNode.open(context.config(), context.data(), context.fatal());
      node.start();
      context.readiness().check(CHECK, () -> node.hindrance().isEmpty()
          ? Readiness.Check.pass("as it should be")
          : Readiness.Check.fail(node.hindrance()));
      return new ClusterService(context, node);
    } catch (ClusterRefused refused) {
      throw new StartRefused(refused.getMessage(), refused);
    }
  }

  /** Blocks until the cluster is founded or joined; at once for a node that was part of it before. */
  ClusterSeat seat() {
    CompletableFuture<ClusterIdentity> found = node.identity().toCompletionStage().toCompletableFuture();
    if (!found.isDone())
      LOG.info("waiting at {} for the other nodes of the cluster {}", node.address(),
          context.config().cluster().name());
    try {
      ClusterIdentity identity = found.join();
      return new ClusterSeat(identity.clusterName(), identity.store(), new TreeSet<>(identity.founders().keySet()),
          node.directory()::addresses, node.directory()::listen,
          new ClusterSeat.Clients(node.directory()::clients, node::serves));
    } catch (CompletionException failed) {
      throw new StartRefused("no place in the cluster: " + failed.getCause().getMessage(), failed);
    }
  }

  /** From now on others may join: they get ids from the oracle's group. */
  void admitThrough(StoreService store) {
    node.admitThrough((nodeId, address) -> admit(store, nodeId, address));
  }

  private static Future<Long> admit(StoreService store, long nodeId, StoreAddress address) {
    Promise<Long> promise = Promise.promise();
    store.allocateId(new RequestKey(STORE_IDS, nodeId), ADMISSION_MILLIS, outcome -> {
      if (outcome instanceof IdOutcome.Allocated(long id)) promise.complete(id);
      else promise.fail("no id for the store at " + address + ": " + outcome);
    });
    return promise.future();
  }

  @Override
  public String name() { return "cluster"; }

  @Override
  public Future<?> start() { return Future.succeededFuture(); }

  @Override
  public Future<?> stop() {
    return context.vertx().executeBlocking(() -> {
      node.close();
      return null;
    });
  }
}
