package io.vertikv.placement.ids;

/** What became of a wish for an id. Whatever it is but {@link Refused}, asking again with the same key is right. */
public sealed interface IdOutcome {
  /** Nobody else has it, nor ever will. */
  record Allocated(long id) implements IdOutcome {}

  /** Nothing was done: ask that store; 0 when no leader is known. */
  record NotLeader(long leaderStore) implements IdOutcome {}

  /** Nothing was done: not now. */
  record Unavailable(String reason) implements IdOutcome {}

  /** An id may have been given for this key, or may be later. */
  record Unknown() implements IdOutcome {}

  /** The other store does not understand the request. */
  record Refused(String reason) implements IdOutcome {}
}
