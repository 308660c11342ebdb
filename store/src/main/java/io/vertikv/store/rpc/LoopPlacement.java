package io.vertikv.store.rpc;

/** Which of this store's loops (0, 1, …) owns what arrives. Asked on every loop at any time: must be safe for that. */
public interface LoopPlacement {
  /** The loop of a Raft group, also of one that is not known here: some loop must decide what to do about it. */
  int loopOfGroup(long group);

  /**
   * The loop that a request is for, judged by its first bytes. The payload comes from another store: an answer must be
   * found for any bytes.
   */
  int loopOfRequest(byte[] payload);
}
