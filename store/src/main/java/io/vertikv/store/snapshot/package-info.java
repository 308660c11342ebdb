/**
 * Snapshots of regions: how the state of a replica gets to another store when the log no longer reaches back. Engine range to
 * files, files over the wire, files into the engine; safe against a crash, a lost connection or a change of mind at any
 * point.
 *
 * <p>Reading order: {@link io.vertikv.store.snapshot.SnapshotManifest} (what a snapshot is),
 * {@link io.vertikv.store.snapshot.RegionRestore} (how it gets into an engine, and why a crash cannot hurt),
 * {@link io.vertikv.store.snapshot.SnapshotRecovery}; then {@link io.vertikv.store.snapshot.SnapshotSender} with
 * {@code Sending}, {@link io.vertikv.store.snapshot.SnapshotReceiver} with {@code Receiving}: state machines on a loop, whose
 * blocking halves {@code Outgoing} and {@code Incoming} run on workers. {@link io.vertikv.store.snapshot.SnapshotStore}
 * names the folders.
 *
 * <p>Nothing here knows Raft's rules, transactions or what keys mean: a {@link io.vertikv.store.snapshot.RegionSource} says
 * what belongs to a region, a {@link io.vertikv.store.snapshot.SnapshotHost} whether a snapshot is wanted.
 */
package io.vertikv.store.snapshot;
