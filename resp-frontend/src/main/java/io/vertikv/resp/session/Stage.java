package io.vertikv.resp.session;

/**
 * The stages of an operation on the data, from the socket to the socket. Each begins where the one before ends, so the
 * stages of one operation add up to the whole; reads pass by the middle three.
 *
 * <pre>
 * bytes taken from the socket
 *   PARSE        until the commands that came with them are cut out, checked and handed over
 * handed over
 *   QUEUE        until it is run (for the last time): the end of the turn, the way to the region, its inbox, cold data
 * its run begins
 *   EXECUTE      its own run; what SLOWLOG, LATENCY and INFO commandstats count
 * its run ends
 *   PROPOSE      until its batch is with the log: the rest of the run, the timestamp, the encoding
 * proposed
 *   LOG_WRITE    until the loop learns that the log of this node has the batch (and synced it, if it always does)
 * logged
 *   COMMIT_WAIT  until the loop learns that it is committed: the other replicas
 * committed (a read: its run has ended)
 *   REPLY        until the reply is handed to the kernel: the rest of the run, the way back, replies before it, the turn's end
 * </pre>
 *
 * An operation that only read what another wrote waits for that one's batch; what of its stages was over before it ran counts
 * as nothing.
 */
public enum Stage {
  PARSE, QUEUE, EXECUTE, PROPOSE, LOG_WRITE, COMMIT_WAIT, REPLY
}
