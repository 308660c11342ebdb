package io.vertikv.placement.cluster;

import io.vertikv.placement.ids.IdWindow;
import io.vertikv.placement.rule.PlacementRule;
import io.vertikv.placement.rule.RuleBook;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that the placement group replicates about the cluster. Immutable, since the apply thread and the loop each have their
 * own; {@link #apply} is a function of nothing but state and command, so that replicas agree.
 *
 * <p>The line of ids is the {@link IdWindow} that stores draw from one by one; a leader draws whole blocks from the same line.
 */
public record ClusterState(IdWindow ids, SortedMap<Long, StoreRecord> stores, PlacementConfig config, RuleBook rules,
    long safePoint) {
  /** Those that were removed count until they are forgotten. */
  public static final int STORES_MAX = 10_000;
  public static final ClusterState EMPTY = new ClusterState(IdWindow.EMPTY, new TreeMap<>(), PlacementConfig.STANDARD,
      RuleBook.EMPTY, 0);

  /** What every replica begins with: schedulers run when somebody has switched them on. */
  public static final ClusterState FOUNDED = EMPTY.with(PlacementConfig.WATCHING);

  /** The state after a command, and what to tell whoever asked. */
  public record Applied(ClusterState state, CommandResult result) {}

  public ClusterState {
    stores = Collections.unmodifiableSortedMap(new TreeMap<>(stores));
  }

  public ClusterState with(IdWindow line) { return new ClusterState(line, stores, config, rules, safePoint); }

  private ClusterState with(PlacementConfig next) { return new ClusterState(ids, stores, next, rules, safePoint); }

  private ClusterState with(RuleBook book) { return new ClusterState(ids, stores, config, book, safePoint); }

  private ClusterState with(StoreRecord store) {
    SortedMap<Long, StoreRecord> more = new TreeMap<>(stores);
    more.put(store.id(), store);
    return new ClusterState(ids, more, config, rules, safePoint);
  }

  public Applied apply(ClusterCommand command) {
    try {
      return switch (command) {
        case ClusterCommand.PutStore put -> put(put);
        case ClusterCommand.ChangeLife change -> changeLife(change);
        case ClusterCommand.DrainStore drain -> drain(drain);
        case ClusterCommand.ForgetStore forget -> forget(forget);
        case ClusterCommand.Configure change -> configure(change);
        case ClusterCommand.SetLabelLevels levels -> done(with(config.withLevels(levels.levels())));
        case ClusterCommand.SwitchScheduler turn -> done(with(config.with(turn.scheduler(), turn.runs())));
        case ClusterCommand.PutRule put -> putRule(put.rule());
        case ClusterCommand.RemoveRule remove -> removeRule(remove.id());
        case ClusterCommand.AdvanceSafePoint advance -> advance(advance.ts());
        case ClusterCommand.ReserveIds reserve -> reserve(reserve.count());
        case ClusterCommand.ExpelStore expel -> expel(expel.store());
      };
    } catch (IllegalArgumentException outOfBounds) {
      return refused(outOfBounds.getMessage());
    }
  }

  private Applied done(ClusterState next) { return new Applied(next, new CommandResult.Done()); }

  private Applied refused(String reason) { return new Applied(this, new CommandResult.Refused(reason)); }

  private Applied put(ClusterCommand.PutStore put) {
    StoreRecord known = stores.get(put.id());
    if (known == null && stores.size() >= STORES_MAX) return refused("there are " + STORES_MAX + " stores on record");
    if (known != null && known.life() == StoreLife.REMOVED)
      return refused("store " + put.id() + " was removed for good");
    for (StoreRecord other : stores.values()) {
      boolean taken = other.id() != put.id() && other.life().stays()
          && other.addresses().store().equals(put.addresses().store());
      if (taken) return refused("store " + other.id() + " has the address " + put.addresses().store());
    }
    StoreLife life = known == null ? StoreLife.PREPARING : known.life();
    boolean draining = known != null && known.draining();
    return done(with(new StoreRecord(put.id(), put.addresses(), put.labels(), life, draining)));
  }

  private Applied changeLife(ClusterCommand.ChangeLife change) {
    StoreRecord store = stores.get(change.store());
    if (store == null) return refused("no store " + change.store());
    if (store.life() == change.next()) return new Applied(this, new CommandResult.Done());
    if (!store.life().mayBecome(change.next())) {
      return refused("store " + store.id() + " is " + store.life() + " and cannot become " + change.next());
    }
    if (change.next() == StoreLife.REMOVING && staying() - 1 < replicasNeeded()) {
      return refused("without store " + store.id() + " there are " + (staying() - 1) + " stores for " + replicasNeeded()
          + " replicas");
    }
    return done(with(store.with(change.next())));
  }

  /** Whatever is left then: somebody has decided, and has been at work. */
  private Applied expel(long id) {
    StoreRecord store = stores.get(id);
    if (store == null || store.life() == StoreLife.REMOVED) return refused("no store " + id);
    return done(with(store.with(StoreLife.REMOVING)));
  }

  /** Stores that may hold replicas for good. */
  public long staying() {
    return stores.values().stream().filter(store -> store.life().stays()).count();
  }

  /** The most that any rule asks for, or the settings. */
  public long replicasNeeded() {
    long most = config.get(Setting.REPLICAS);
    for (PlacementRule rule : rules.rules()) most = Math.max(most, rule.replicas());
    return most;
  }

  private Applied drain(ClusterCommand.DrainStore drain) {
    StoreRecord store = stores.get(drain.store());
    if (store == null || store.life() == StoreLife.REMOVED) return refused("no store " + drain.store());
    return done(with(store.with(drain.drain())));
  }

  private Applied forget(ClusterCommand.ForgetStore forget) {
    StoreRecord store = stores.get(forget.store());
    if (store == null) return refused("no store " + forget.store());
    if (store.life() != StoreLife.REMOVED) return refused("store " + store.id() + " is " + store.life());
    SortedMap<Long, StoreRecord> fewer = new TreeMap<>(stores);
    fewer.remove(store.id());
    return done(new ClusterState(ids, fewer, config, rules, safePoint));
  }

  private Applied configure(ClusterCommand.Configure change) {
    if (change.seenVersion() != 0 && change.seenVersion() != config.version()) {
      return refused("the configuration has version " + config.version() + ", not " + change.seenVersion());
    }
    return done(with(config.with(change.changes())));
  }

  private Applied putRule(PlacementRule rule) { return done(with(rules.with(rule))); }

  private Applied removeRule(String id) {
    return rules.byId().containsKey(id) ? done(with(rules.without(id))) : refused("no rule " + id);
  }

  private Applied advance(long ts) {
    if (ts < safePoint) return refused("the safe point is " + safePoint + " already");
    return done(new ClusterState(ids, stores, config, rules, ts));
  }

  private Applied reserve(int count) {
    if (count < 1 || count > ClusterCommand.ReserveIds.COUNT_MAX) return refused("a block of " + count + " ids");
    long first = ids.nextId();
    return new Applied(with(new IdWindow(first + count, ids.grants())), new CommandResult.Ids(first, count));
  }
}
