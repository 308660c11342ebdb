package io.vertikv.tools.server;

import io.vertikv.placement.host.RegionSplitter;
import io.vertikv.placement.operator.SplitBy;
import io.vertikv.placement.operator.Step;
import io.vertikv.placement.report.RegionPeers;
import io.vertikv.resp.type.RedisUnits;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineFailure;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.txn.region.RegionHost;
import io.vertikv.txn.region.SplitChild;
import io.vertikv.txn.region.SplitListener;
import io.vertikv.txn.split.CutSearch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Splits regions that are led here, as placement orders: where it says, or where a worker finds that the pieces will be about
 * equal, which is looked for one region at a time. Of the regions' loop.
 */
final class RegionCuts {
  private static final Logger LOG = LoggerFactory.getLogger(RegionCuts.class);
  /** Placement orders a split again and again as long as the region is large, and a search reads all of it. */
  private static final long WHOLE_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** A region that was found to be a single unit. */
  private record Whole(RegionEpoch epoch, long foundNanos) {}

  private final StoreDisk disk;
  private final Loop loop;
  /** Regions of which a worker looks for the places. */
  private final Set<Long> searching = new HashSet<>();
  private final Map<Long, Whole> whole = new HashMap<>();

  RegionCuts(StoreDisk disk, Loop loop) {
    this.disk = disk;
    this.loop = loop;
  }

  RegionSplitter of(RegionHost.Hosted region) {
    return (order, parents) -> split(region, order, parents);
  }

  private String split(RegionHost.Hosted region, Step.Split order, RegionPeers parents) {
    if (!order.keys().isEmpty()) {
      cut(region, order, parents, order.keys().stream().map(Bytes::array).toList());
      return "it is split";
    }
    if (isWhole(region)) return "not now: all that it holds was found to belong together";
    if (!searching.isEmpty()) return "not now: the places for region " + searching + " are being looked for";
    searching.add(region.id());
    KeyRange range = region.region().range();
    CutSearch.Weight weight = order.by() == SplitBy.KEYS ? CutSearch.Weight.UNITS : CutSearch.Weight.BYTES;
    disk.workers().execute(() -> {
      try {
        List<byte[]> keys = CutSearch.find(disk.engine(), range, RedisUnits.INSTANCE, weight, order.parts().size() + 1);
        loop.execute(() -> found(region, order, parents, keys));
      } catch (EngineFailure failed) {
        loop.execute(() -> notFound(region, failed));
      }
    });
    return "the places are being looked for";
  }

  private void notFound(RegionHost.Hosted region, EngineFailure failed) {
    searching.remove(region.id());
    LOG.warn("region {} is not split: its keys can not be read", region.id(), failed);
  }

  /** The region may have changed meanwhile: then its epoch has, and the entry is refused. */
  private void found(RegionHost.Hosted region, Step.Split order, RegionPeers parents, List<byte[]> keys) {
    searching.remove(region.id());
    if (!keys.isEmpty()) {
      cut(region, order, parents, keys);
      return;
    }
    LOG.info("region {} is not split: all that it holds belongs together", region.id());
    whole.put(region.id(), new Whole(region.region().epoch(), loop.nanoTime()));
  }

  private boolean isWhole(RegionHost.Hosted region) {
    whole.values().removeIf(each -> loop.nanoTime() - each.foundNanos >= WHOLE_NANOS);
    Whole found = whole.get(region.id());
    return found != null && found.epoch.equals(region.region().epoch());
  }

  private void cut(RegionHost.Hosted region, Step.Split order, RegionPeers parents, List<byte[]> keys) {
    List<SplitChild> children = new ArrayList<>();
    for (int i = 0; i < Math.min(keys.size(), order.parts().size()); i++) {
      Step.Part part = order.parts().get(i);
      Map<Long, Long> peers = new HashMap<>();
      for (int p = 0; p < Math.min(parents.size(), part.peers().size()); p++)
        peers.put(parents.at(p).id(), part.peers().get(p));
      children.add(new SplitChild(part.region(), keys.get(i), peers));
    }
    region.executor().split(children, new Heard(region.id(), children.size()));
  }

  private record Heard(long region, int children) implements SplitListener {
    @Override
    public void split() { LOG.info("region {} is split: {} new regions", region, children); }

    @Override
    public void notSplit(String reason) { LOG.info("region {} is not split: {}", region, reason); }

    @Override
    public void unknown() { LOG.info("region {}: leadership was lost while it was split", region); }
  }
}
