package io.vertikv.store.snapshot;

/**
 * The name of a transfer, made of its content: two transfers with the same name send the same bytes, so one may go on where the
 * other stopped. A second export of the same state may be cut into other files and is another transfer.
 */
record Transfer(SnapshotId snapshot, int manifestCrc) {}
