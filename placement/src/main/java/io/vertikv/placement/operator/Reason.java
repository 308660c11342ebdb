package io.vertikv.placement.operator;

import java.util.Locale;

/** Why nothing was scheduled: for all of a scheduler's stores, for one region, or for what it proposed. */
public enum Reason {
  /** The scheduler is switched off. */
  PAUSED,
  /** The new placement leader has not heard of every region yet. */
  COLLECTING,
  /** There is nothing to repair, drain, split, merge or cool. */
  NOTHING_TO_DO,
  /** The differences are within the tolerance. */
  BALANCED,
  /** The store has no region that could be taken. */
  NO_REGION,
  /** No store meets the constraints, is alive, has space and takes more. */
  NO_TARGET,
  /** The move would not help, or not enough to be worth it. */
  NO_GAIN,
  /** The move would bring replicas closer together than they are. */
  LESS_ISOLATED,
  /** Another operator has the region. */
  REGION_BUSY,
  /** A peer is down or lags, or the region is in a joint phase. */
  REGION_UNHEALTHY,
  /** As many operators of this kind as may be are under way. */
  OPERATOR_LIMIT,
  /** As many new replicas as may be are on their way to the store. */
  ADDING_LIMIT,
  /** The store has taken as many replicas as it may in this time. */
  ADD_RATE,
  /** The store has given up as many replicas as it may in this time. */
  REMOVE_RATE,
  /** A majority could be lost on the way, or nobody could lead. */
  UNSAFE,
  /** Ids have to be reserved first. */
  NO_IDS,
  /** The region is not known, or not any more. */
  NO_SUCH_REGION,
  /** The load is on one key or a few: no split would part it. */
  ONE_HOT_KEY,
  /** Regions that could be merged otherwise: another rule holds, one is hot, has just been split, or both would be too big. */
  NOT_MERGEABLE,
  /** Another slow store is being relieved: two at once are rather the network's fault, or the observer's. */
  ANOTHER_SLOW_STORE;

  /** {@code no-target}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
