package io.vertikv.placement.operator;

/** What a heartbeat says about a step: not yet, done, or the region is not what it was when the step was made. */
public enum StepState {
  WAITING, DONE, BROKEN
}
