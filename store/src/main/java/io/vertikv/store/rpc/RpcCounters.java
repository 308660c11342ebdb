package io.vertikv.store.rpc;

import java.util.concurrent.atomic.LongAdder;

/** What a store's wire has done since the start, over all loops; written by loops, read by anyone. */
public final class RpcCounters {
  public final LongAdder messagesSent = new LongAdder();
  /** Raft messages that found no open link or a full queue. */
  public final LongAdder messagesDropped = new LongAdder();
  public final LongAdder messagesReceived = new LongAdder();
  public final LongAdder requestsSent = new LongAdder();
  public final LongAdder requestsNotSent = new LongAdder();
  public final LongAdder requestsLost = new LongAdder();
  public final LongAdder requestsLate = new LongAdder();
  public final LongAdder requestsReceived = new LongAdder();
  /** Answers whose asker had gone or did not read. */
  public final LongAdder answersDropped = new LongAdder();
  public final LongAdder bytesSent = new LongAdder();
  public final LongAdder bytesReceived = new LongAdder();
  public final LongAdder linksOpened = new LongAdder();
  public final LongAdder linksBroken = new LongAdder();
  /** Connections that were refused by us: strangers, wrong clusters, damaged frames. */
  public final LongAdder refusals = new LongAdder();
  /** How often reading paused because another loop did not take what was handed to it. */
  public final LongAdder readingPaused = new LongAdder();
}
