/**
 * What stores say to one another, and how (architecture: wire). {@link io.vertikv.store.rpc.Transport} is the port that all
 * logic uses: Raft messages that may be lost, and requests that are answered or fail by a deadline. Reading order:
 * {@code Transport}, {@code GroupMessage}, {@code Mailbox}, {@code LoopPlacement}; then the packages {@code codec} (bytes),
 * {@code link} (logic of connections) and {@code net} (sockets).
 *
 * <p>No decision about data is made here, and nothing here outlives a connection but the addresses.
 */
package io.vertikv.store.rpc;
