package io.vertikv.store.raftlog;

import io.vertikv.store.loop.Loop;

/** Where groups put what their log must remember. */
public interface LogSink {
  /**
   * Queues an operation; any thread. The target hears of it on the loop. Operations of one group must come from one
   * thread; they are written in the order in which they were accepted. (Only a compaction, which by nature concerns
   * entries long acknowledged, may overtake others.)
   */
  Admission append(LogOperation operation, Loop loop, AckTarget target);
}
