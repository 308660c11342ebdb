package io.vertikv.placement.operator;

import java.util.List;

/** Steps for a wish, or why there are none. */
sealed interface BuildOutcome {
  /** @param forTarget of a merge: the steps of the other region; else empty */
  record Built(List<Step> steps, List<Step> forTarget) implements BuildOutcome {}

  record NotBuilt(Reason reason) implements BuildOutcome {}
}
