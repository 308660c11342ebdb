package io.vertikv.tools.chaos.fault;

/** What of the talk between victims and others a partition stops. */
enum Cut {
  BOTH_WAYS, TO_VICTIMS, FROM_VICTIMS,
  /** Between one victim and one other node, both ways; both still reach the rest. */
  ONE_PAIR
}
