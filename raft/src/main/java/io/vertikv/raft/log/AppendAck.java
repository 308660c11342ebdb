package io.vertikv.raft.log;

/**
 * The host gives this back once the append it came with is durable. Appends of one group become durable in the order in
 * which they were handed out, so one ack vouches for all before it; the host may skip, repeat or delay acks. The
 * sequence tells apart two appends of the same (index, term), which the mark alone cannot (an entry may be written,
 * overwritten and written again).
 */
public record AppendAck(long sequence, long term, LogMark last) {}
