package io.vertikv.placement.host;

import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.cluster.ClusterLog;
import io.vertikv.placement.cluster.ClusterState;
import io.vertikv.placement.cluster.ClusterWatcher;
import io.vertikv.placement.cluster.CommandOutcome;
import io.vertikv.placement.cluster.CommandResult;
import io.vertikv.placement.cluster.StoreRecord;
import io.vertikv.placement.driver.Overview;
import io.vertikv.placement.driver.PlacementDriver;
import io.vertikv.placement.driver.RegionAnswer;
import io.vertikv.placement.driver.Turn;
import io.vertikv.placement.operator.AddOutcome;
import io.vertikv.placement.operator.Order;
import io.vertikv.placement.operator.Wish;
import io.vertikv.placement.report.RegionReport;
import io.vertikv.store.loop.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hosts the placement driver where its group is led: a new one for each term, none at any other time. It brings the driver time,
 * the record as it changes, and reports; it takes the driver's wishes to the log and its orders to the stores.
 */
public final class PlacementHost implements ClusterWatcher {
  private static final Logger LOG = LoggerFactory.getLogger(PlacementHost.class);
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Loop loop;
  private final ClusterLog log;
  private final RandomGenerator random;
  /** Null: the group is not led here. */
  private PlacementDriver driver;
  private ClusterState record = ClusterState.FOUNDED;
  private long term;

  /** @param log of the placement group's replica here */
  public PlacementHost(Loop loop, ClusterLog log, RandomGenerator random) {
    this.loop = loop;
    this.log = log;
    this.random = random;
  }

  @Override
  public void leads(long newTerm, ClusterState state) {
    LOG.debug("this store places regions now, term {}", newTerm);
    term = newTerm;
    record = state;
    driver = new PlacementDriver(state, random, nowMillis());
  }

  @Override
  public void recorded(ClusterState state) {
    record = state;
    if (driver != null) driver.recorded(state, nowMillis());
  }

  @Override
  public void ended() { driver = null; }

  public boolean leads() { return driver != null; }

  /** What came of it, or empty: ask elsewhere. */
  Optional<PlacementAnswer> heard(PlacementRequest.OfStore request) {
    if (driver == null) return Optional.empty();
    return Optional.of(new PlacementAnswer.OfStore(term, driver.heard(request.report(), nowMillis())));
  }

  Optional<PlacementAnswer> heard(PlacementRequest.OfRegions request) {
    if (driver == null) return Optional.empty();
    List<RegionAnswer> answers = new ArrayList<>(request.reports().size());
    for (RegionReport report : request.reports()) answers.add(driver.heard(report, nowMillis()));
    return Optional.of(new PlacementAnswer.OfRegions(term, answers));
  }

  /** A store that says nothing new costs no entry of the log. Labels that it does not care about stay as somebody has set them. */
  void register(ClusterCommand.PutStore store, Consumer<CommandOutcome> done) {
    StoreRecord known = record.stores().get(store.id());
    boolean keepLabels = known != null && store.labels().values().isEmpty();
    ClusterCommand.PutStore next = keepLabels
        ? new ClusterCommand.PutStore(store.id(), store.addresses(), known.labels())
        : store;
    boolean same = known != null && known.addresses().equals(next.addresses()) && known.labels().equals(next.labels());
    if (driver != null && same) done.accept(new CommandOutcome.Decided(new CommandResult.Done()));
    else propose(next, done);
  }

  /** For what an operator wants on record. */
  public void propose(ClusterCommand command, Consumer<CommandOutcome> done) {
    log.propose(command, done);
  }

  /** What an operator wants done with a region; empty where the group is not led. */
  public Optional<AddOutcome> submit(long region, Wish wish, String reason) {
    return driver == null ? Optional.empty() : Optional.of(driver.submit(region, wish, reason, nowMillis()));
  }

  /** Empty where the group is not led. Valid until the next call of anything else. */
  public Optional<Overview> overview() {
    return driver == null ? Optional.empty() : Optional.of(driver.overview(nowMillis()));
  }

  /** @param send takes what is to be done to the stores that lead the regions */
  public void everySecond(Consumer<List<Order>> send) {
    if (driver == null) return;
    Turn turn = driver.tick(nowMillis());
    PlacementDriver asking = driver;
    for (ClusterCommand wish : turn.commands()) log.propose(wish, outcome -> heardBack(asking, wish, outcome));
    if (!turn.orders().isEmpty()) send.accept(turn.orders());
  }

  /** What came to nothing is asked for again by the driver. */
  private void heardBack(PlacementDriver asking, ClusterCommand wish, CommandOutcome outcome) {
    switch (outcome) {
      case CommandOutcome.Decided(CommandResult.Ids ids) when asking == driver ->
        asking.idsReserved(ids.first(), ids.count());
      case CommandOutcome.Decided(CommandResult.Refused(String why)) -> LOG.info("{} is refused: {}", wish, why);
      case CommandOutcome.Decided _,CommandOutcome.NotLeader _,CommandOutcome.Unavailable _,CommandOutcome.Unknown _ ->
        LOG.debug("{}: {}", wish, outcome);
    }
  }

  private long nowMillis() { return loop.nanoTime() / NANOS_PER_MILLI; }
}
