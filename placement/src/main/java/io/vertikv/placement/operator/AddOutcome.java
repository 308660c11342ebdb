package io.vertikv.placement.operator;

/** What became of a proposal. */
public sealed interface AddOutcome {
  record Added(Operator operator) implements AddOutcome {}

  record NotAdded(Reason reason) implements AddOutcome {}
}
