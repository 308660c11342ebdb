/**
 * What replicas say to each other: records under the sealed {@link io.vertikv.raft.message.RaftMessage}, one for each
 * meaning, so that no field is there for another message's sake. An {@link io.vertikv.raft.message.Envelope} adds to
 * whom. Bytes are the host's business; so is which group a message belongs to.
 */
package io.vertikv.raft.message;
