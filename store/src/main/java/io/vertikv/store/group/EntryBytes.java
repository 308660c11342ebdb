package io.vertikv.store.group;

import io.vertikv.raft.log.Payload;
import io.vertikv.store.bytes.Bytes;

/** What a state machine's entry carries: encoded once by its leader, never re-encoded between log, wire and apply. */
public record EntryBytes(Bytes bytes) implements Payload {
  @Override
  public int sizeBytes() { return bytes.length(); }
}
