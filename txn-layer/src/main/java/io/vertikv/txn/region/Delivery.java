package io.vertikv.txn.region;

import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.raftlog.Admission;
import io.vertikv.store.raftlog.GroupLog;
import io.vertikv.store.raftlog.LogOperation;
import io.vertikv.store.raftlog.StoredMark;
import io.vertikv.store.raftlog.StoredState;
import io.vertikv.store.region.Region;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens what split off a region. Its state is in the engine already ({@link SplitEffects}); its log is made to begin behind
 * that, and then it is opened as any other. A crash before the log is there leaves the engine ahead of it, which
 * {@link io.vertikv.store.group.LogAdoption} mends. A crash in which the engine forgets the split has it applied again, and
 * finds the child's log with what it took part in meanwhile, which must stay.
 */
final class Delivery implements Births {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final long RETRY_MILLIS = 20;
  /** The other stores apply the split a moment later; after so many vain questions the election timeout does. */
  private static final int CAMPAIGNS_MAX = 50;
  private static final long CAMPAIGN_MILLIS = 5;

  private final RegionHost host;
  private final RegionHost.Shared shared;
  private final Nursery nursery;

  Delivery(RegionHost host, RegionHost.Shared shared, Nursery nursery) {
    this.host = host;
    this.shared = shared;
    this.nursery = nursery;
  }

  @Override
  public List<RegionRoute> born(RegionChange change, boolean led) {
    List<RegionRoute> routes = new ArrayList<>();
    for (RegionChange.NewRegion each : change.children()) {
      RegionSplit.Child child = each.child();
      Region region = new Region(child.region(), each.record().range(), each.record().epoch(), child.members());
      RaftGroup.Seat seat = new RaftGroup.Seat(region.id(), child.peerOn(nursery.store()), child.members(),
          child.homes());
      LOG.info("region {} has split off here as peer {}: {}", region.id(), seat.peer(), region.range());
      Nursery.Home home = nursery.home(region, seat);
      prepareLog(region, home, change.index(), led);
      List<Long> stores = List.copyOf(child.homes().storeOfPeer().values());
      routes.add(new RegionRoute(region.id(), region.range(), region.epoch(), led ? nursery.store() : 0, stores));
    }
    return routes;
  }

  private void prepareLog(Region region, Nursery.Home home, long index, boolean led) {
    GroupLog log = shared.log().group(region.id());
    boolean there = index < log.firstIndex() - 1 || log.term(index) != GroupLog.NO_TERM;
    if (there) {
      open(region, home, led);
      return;
    }
    Loop loop = home.place().loop();
    LogOperation begin = new LogOperation.Reset(region.id(), StoredState.NONE, new StoredMark(index, 0));
    Admission admission = shared.writer().append(begin, loop, durable -> open(region, home, led));
    if (admission != Admission.ACCEPTED) loop.schedule(RETRY_MILLIS, () -> prepareLog(region, home, index, led));
  }

  private void open(Region region, Nursery.Home home, boolean led) {
    shared.workers().execute(() -> {
      RegionHost.Hosted child = host.build(region, home.place(), home.timings(), home.random(), this);
      home.place().loop().execute(() -> {
        host.add(child);
        nursery.opened(child);
        if (led) campaign(child, CAMPAIGNS_MAX);
      });
    });
  }

  /** Where the parent was led nobody has to wait for an election timeout. */
  private void campaign(RegionHost.Hosted child, int times) {
    if (times == 0 || child.group().leader() != 0 || child.group().isRetired()) return;
    child.group().campaign();
    child.loop().schedule(CAMPAIGN_MILLIS, () -> campaign(child, times - 1));
  }
}
