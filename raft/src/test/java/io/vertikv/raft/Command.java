package io.vertikv.raft;

import io.vertikv.raft.log.Payload;

/** A command of the tests' state machine, which only remembers what it was told. */
record Command(String text) implements Payload {
  @Override
  public int sizeBytes() { return text.length(); }
}
