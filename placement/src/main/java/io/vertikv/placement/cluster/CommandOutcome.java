package io.vertikv.placement.cluster;

/** What became of a command that somebody wanted in the group's log. */
public sealed interface CommandOutcome {
  /** It was applied, or refused, by all replicas alike. */
  record Decided(CommandResult result) implements CommandOutcome {}

  /** Nothing happened; 0: no leader is known. */
  record NotLeader(long leaderStore) implements CommandOutcome {}

  /** Nothing happened, and it may be asked for again. */
  record Unavailable(String reason) implements CommandOutcome {}

  /** Leadership was lost meanwhile: the next leader may have it in its log. */
  record Unknown() implements CommandOutcome {}
}
