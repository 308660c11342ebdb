package io.vertikv.placement.cluster;

/** What became of a command, on every replica alike. */
public sealed interface CommandResult {
  record Done() implements CommandResult {}

  /** Nothing changed; the reason is for whoever asked. */
  record Refused(String reason) implements CommandResult {}

  /** These ids are nobody else's: first, first + 1, and so on. */
  record Ids(long first, int count) implements CommandResult {}
}
