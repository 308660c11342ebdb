package io.vertikv.store.rpc;

/**
 * One loop's way to other stores. All methods are called, and all answers come, on that loop. What is sent within one turn
 * of the loop to one store leaves in one frame.
 *
 * <p>Between two stores messages arrive in order while one connection lasts, each at most once. Everything may be lost.
 */
public interface Transport {
  /**
   * Queues a Raft message for the frame of this turn. It is dropped when the store is unknown, out of reach, or its queue
   * is full: Raft sends again.
   */
  void send(long store, GroupMessage message);

  /**
   * Asks another store; exactly one method of {@code reply} is called, once, later: never within this call.
   *
   * @param payload opaque here: a record of the layer above, encoded by it
   * @param deadlineNanos on the loop's monotonic clock
   */
  void request(long store, byte[] payload, long deadlineNanos, ReplyTarget reply);

  /** Sends what was queued; called once at the end of a loop's turn, and harmless when nothing was. */
  void flush();

  /** Where an answer goes. */
  interface ReplyTarget {
    void answered(byte[] payload);

    void failed(RequestFailure failure);
  }

  /** Why a request has no answer. */
  enum RequestFailure {
    /** It certainly did not reach the other store: no open connection, a full queue, or no time left. */
    NOT_SENT,
    /** It was sent, and then the connection was lost: the other store may have acted on it. */
    LOST,
    /** No answer by the deadline: the other store may have acted on it. */
    DEADLINE
  }
}
