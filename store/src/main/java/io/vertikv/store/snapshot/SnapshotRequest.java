package io.vertikv.store.snapshot;

import io.vertikv.store.bytes.Bytes;

/** What the sender of a snapshot asks of its receiver. Every one may be repeated. */
sealed interface SnapshotRequest {
  Transfer transfer();

  /** This is what I have; what do you need of it? {@code raftTerm} is the sending leader's. */
  record Offer(Transfer transfer, long raftTerm, long fromPeer, long toPeer, Bytes manifest)
      implements
        SnapshotRequest {
  }

  /** Bytes of a file (by its place in the manifest) at an offset. */
  record Chunk(Transfer transfer, int file, long offset, int crc, Bytes data) implements SnapshotRequest {}

  /** That was all: make it last. */
  record Finish(Transfer transfer) implements SnapshotRequest {}

  /** It will not be finished. */
  record Abandon(Transfer transfer) implements SnapshotRequest {}
}
