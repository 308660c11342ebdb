package io.vertikv.tools.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.tools.config.NodeConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.UnknownHostException;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A clustered Vert.x, and on its event bus the address where the nodes of one cluster name talk. It is an instance of its
 * own, with two threads, beside the one that serves: Hazelcast may take its time or fail, and neither the start of a node
 * nor a request ever waits for it. What is published may be lost.
 *
 * <p>After a split of Hazelcast has healed, registrations of the event bus may be gone (vertx-hazelcast issues 90 and 109);
 * this class registers anew whenever the members have changed.
 */
final class ControlPlane {
  private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);
  private static final int WORKERS = 2;

  /** What happens here, told on threads of Vert.x and Hazelcast. */
  interface Listener {
    void received(ClusterMessage message);

    void membersChanged();
  }

  private final Vertx vertx;
  private final String address;
  private final Listener listener;
  private volatile MessageConsumer<JsonObject> consumer;

  private ControlPlane(Vertx vertx, String address, Listener listener) {
    this.vertx = vertx;
    this.address = address;
    this.listener = listener;
  }

  /** May ask the name service, and so block for a moment; does not wait for other nodes. */
  static Future<ControlPlane> open(NodeConfig config, StoreAddress self, Collection<StoreAddress> known,
      Listener listener) {
    HazelcastClusterManager hazelcast;
    try {
      hazelcast = new HazelcastClusterManager(HazelcastSettings.of(config, self, known));
    } catch (UnknownHostException unknown) {
      return Future.failedFuture(unknown);
    }
    EventBusOptions bus = new EventBusOptions().setHost(config.listen().bind()).setPort(config.busPort())
        .setClusterPublicHost(self.host()).setClusterPublicPort(config.busPort()).setReconnectAttempts(0);
    VertxOptions options = new VertxOptions().setEventBusOptions(bus).setEventLoopPoolSize(1)
        .setWorkerPoolSize(WORKERS).setInternalBlockingPoolSize(WORKERS).setDisableTCCL(true)
        .setBlockedThreadCheckInterval(Long.MAX_VALUE / 2) // its workers wait for Hazelcast, which is as it should be
        .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    return Vertx.builder().with(options).withClusterManager(hazelcast).buildClustered().map(vertx -> {
      ControlPlane plane = new ControlPlane(vertx, "vertikv." + config.cluster().name() + ".nodes", listener);
      plane.register();
      plane.follow(hazelcast.getHazelcastInstance());
      return plane;
    });
  }

  /** Tells everybody; may be lost. */
  void publish(ClusterMessage message) {
    vertx.eventBus().publish(address, MessageJson.write(message));
  }

  /** Where programs on this node's bus may meet those of the others. */
  Vertx vertx() { return vertx; }

  Future<Void> close() { return vertx.close(); }

  private void follow(HazelcastInstance hazelcast) {
    hazelcast.getCluster().addMembershipListener(new MembershipListener() {
      @Override
      public void memberAdded(MembershipEvent event) { changed(); }

      @Override
      public void memberRemoved(MembershipEvent event) { changed(); }
    });
    hazelcast.getLifecycleService().addLifecycleListener(event -> {
      if (event.getState() == LifecycleState.MERGED) changed();
    });
  }

  private void changed() {
    register();
    listener.membersChanged();
  }

  /** The new registration comes before the old one goes; what arrives twice does no harm. */
  private void register() {
    MessageConsumer<JsonObject> before = consumer;
    consumer = vertx.eventBus().consumer(address, this::received);
    if (before != null)
      before.unregister()
          .onFailure(failure -> LOG.debug("an old registration on the event bus could not be taken back", failure));
  }

  private void received(Message<JsonObject> message) {
    try {
      listener.received(MessageJson.read(message.body()));
    } catch (IllegalArgumentException notUnderstood) {
      LOG.warn("a message of another node is not understood and was dropped: {}", notUnderstood.getMessage());
    }
  }
}
