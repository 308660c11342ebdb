package io.vertikv.placement.driver;

import io.vertikv.placement.operator.Order;
import io.vertikv.placement.report.RegionDescriptor;

/** What a region's leader is told when it has reported. */
public sealed interface RegionAnswer {
  Nothing NOTHING = new Nothing();

  record Nothing() implements RegionAnswer {}

  /** Do this next; or go on, if it is under way. */
  record Do(Order order) implements RegionAnswer {}

  /** A newer leader or range is known: this one is. */
  record Stale(RegionDescriptor known) implements RegionAnswer {}
}
