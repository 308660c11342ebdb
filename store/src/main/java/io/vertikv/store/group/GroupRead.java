package io.vertikv.store.group;

import io.vertikv.raft.ready.ReadContext;

/** A read that waits until it may look at this replica's state; called once, on the loop. */
public interface GroupRead extends ReadContext {
  /** Everything that was committed anywhere when the read was asked for is applied here: answer from the engine. */
  void readable();

  /** No leader, or another one meanwhile, or too many wait: nothing was read, ask again. */
  void failed();
}
