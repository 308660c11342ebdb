package io.vertikv.store.rpc.link;

import io.vertikv.store.rpc.LoopPlacement;
import io.vertikv.store.rpc.RpcConfig;
import io.vertikv.store.rpc.RpcCounters;
import io.vertikv.store.rpc.StoreIdentity;

/**
 * What the loops of one store share: who they are, and how to hand one another what arrived on the wrong loop. All transports
 * are attached before the first of them starts; nothing changes afterwards but the counters and the lives.
 */
public final class Exchange {
  private final StoreIdentity self;
  private final RpcConfig config;
  private final LoopPlacement placement;
  private final RpcCounters counters = new RpcCounters();
  private final Lives lives = new Lives();
  private final LoopTransport[] loops;

  public Exchange(StoreIdentity self, RpcConfig config, LoopPlacement placement, int loops) {
    if (loops < 1 || loops > 0xFFFF) throw new IllegalArgumentException("loops must be 1 to 65535: " + loops);
    this.self = self;
    this.config = config;
    this.placement = placement;
    this.loops = new LoopTransport[loops];
  }

  public StoreIdentity self() { return self; }

  public RpcConfig config() { return config; }

  public RpcCounters counters() { return counters; }

  LoopPlacement placement() { return placement; }

  Lives lives() { return lives; }

  void attach(LoopTransport transport) { loops[transport.index()] = transport; }

  LoopTransport loop(int index) {
    return loops[index];
  }

  int loops() { return loops.length; }
}
