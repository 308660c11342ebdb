package io.vertikv.txn.route;

import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.Transport;
import io.vertikv.txn.region.RegionFailure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Brings the operations of other stores' front ends to the regions that they ask for: each region of this store has one
 * {@link OperationServer}, on the region's loop, whichever loop the requests come in at. One for the store; one
 * {@link #clerk} for each loop.
 */
public final class OperationDesk {
  private static final byte[] NOT_HERE = Told.failed(new RegionFailure.NotLeader(0));

  private final Replicas replicas;
  private final Function<Loop, OperationReader> readers;
  private final RouteConfig.Limits limits;
  /** By region; each used on its region's loop only. */
  private final Map<Long, OperationServer> servers = new ConcurrentHashMap<>();

  /** @param readers by the loop on which what they read will run */
  public OperationDesk(Replicas replicas, Function<Loop, OperationReader> readers, RouteConfig.Limits limits) {
    this.replicas = replicas;
    this.readers = readers;
    this.limits = limits;
  }

  /** @param transport of the same loop, through which the requests come */
  public RequestDesk.Clerk clerk(Loop loop, Transport transport) {
    return new LoopClerk(loop, transport);
  }

  private OperationServer server(RoutedGateway.Replica replica) {
    return servers.compute(replica.region(), (region, known) -> known != null && known.serves(replica)
        ? known
        : new OperationServer(replica, readers.apply(replica.loop()), limits, () -> {}));
  }

  private final class LoopClerk implements RequestDesk.Clerk {
    private final Loop loop;
    private final Transport transport;
    private boolean flushes;

    LoopClerk(Loop loop, Transport transport) {
      this.loop = loop;
      this.transport = transport;
    }

    @Override
    public void asked(long fromStore, byte[] payload, Consumer<byte[]> answer) {
      RoutedGateway.Replica replica = replicas.find(regionOf(payload));
      if (replica == null) {
        answer.accept(NOT_HERE);
        flush();
      } else if (replica.loop().equals(loop)) {
        server(replica).asked(fromStore, payload, told -> {
          answer.accept(told);
          flush();
        });
      } else {
        replica.loop().execute(() -> server(replica).asked(fromStore, payload, told -> loop.execute(() -> {
          answer.accept(told);
          flush();
        })));
      }
    }

    /** Once for all that is answered in this turn. */
    private void flush() {
      if (flushes) return;
      flushes = true;
      loop.execute(() -> {
        flushes = false;
        transport.flush();
      });
    }
  }

  /** A region that nobody has: the reason is told by whoever reads all of it. */
  private static long regionOf(byte[] payload) {
    try {
      return Ask.regionOf(payload);
    } catch (MalformedBytes tooShort) {
      return 0;
    }
  }
}
