package io.vertikv.txn.region;

/**
 * Names a writing operation so that it is done once, however often it is asked for and at however many leaders (Raft
 * dissertation, 6.3). Two requests of one id are the same request.
 *
 * @param stream one line of requests in one life of a process, drawn at random: a front end's loop. Sequences rise along it
 *        in the order in which its requests must be run.
 * @param again the request may have been sent before: if nothing of the stream is remembered, it cannot be told whether it was
 *        done
 */
public record RequestId(long stream, long sequence, boolean again) {}
