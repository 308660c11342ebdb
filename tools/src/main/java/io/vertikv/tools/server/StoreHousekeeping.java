package io.vertikv.tools.server;

import io.vertikv.resp.server.Housekeeping;
import io.vertikv.tools.config.CleaningConfig;
import io.vertikv.txn.region.RegionGateway;
import io.vertikv.txn.region.RegionHost;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.LongFunction;

/** Housekeeping for each region that is served here, for as long as it is. On the store's loop. */
final class StoreHousekeeping {
  private final LongFunction<RegionGateway> gateways;
  private final CleaningConfig config;
  private final IntConsumer expiredKeys;
  /** By region. */
  private final Map<Long, Housekeeping> regions = new HashMap<>();
  private boolean stopped;

  /** @param gateways to a region, where it is led here only */
  StoreHousekeeping(LongFunction<RegionGateway> gateways, CleaningConfig config, IntConsumer expiredKeys) {
    this.gateways = gateways;
    this.config = config;
    this.expiredKeys = expiredKeys;
  }

  void begins(RegionHost.Hosted region) {
    if (stopped) return;
    Housekeeping housekeeping = new Housekeeping(region.loop(), gateways.apply(region.id()),
        config.expiryIntervalMillis(), config.expiryBatchKeys(), expiredKeys);
    Housekeeping before = regions.put(region.id(), housekeeping);
    if (before != null) before.stop();
    housekeeping.start();
  }

  void ends(RegionHost.Hosted region) {
    Housekeeping housekeeping = regions.remove(region.id());
    if (housekeeping != null) housekeeping.stop();
  }

  void stop() {
    stopped = true;
    regions.values().forEach(Housekeeping::stop);
    regions.clear();
  }
}
