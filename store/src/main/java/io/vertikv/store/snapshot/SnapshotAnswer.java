package io.vertikv.store.snapshot;

/** What the receiver of a snapshot answers. */
sealed interface SnapshotAnswer {
  /** Go on from this byte of this file; the file behind the last one: finish. */
  record Expect(int file, long offset) implements SnapshotAnswer {}

  /** It is here, whole and durable. */
  record Complete() implements SnapshotAnswer {}

  /** Ask again later. */
  record Busy() implements SnapshotAnswer {}

  /** Of this transfer nothing is here: offer it. */
  record Unknown() implements SnapshotAnswer {}

  /** It is not wanted, or not good. */
  record Refused(String reason) implements SnapshotAnswer {}
}
