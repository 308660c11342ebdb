package io.vertikv.store.group;

import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.ready.SnapshotNeed;

/** How the state of a group travels between stores as a whole. All calls are made, and answered, on the group's loop. */
public interface SnapshotPort {
  /** Of a group without other replicas. */
  SnapshotPort NONE = new SnapshotPort() {
    @Override
    public void send(RaftGroup group, SnapshotNeed need, long store) {
      throw new IllegalStateException("group " + group.id() + " has no way to send a snapshot");
    }

    @Override
    public void restore(RaftGroup group, SnapshotMark mark, RestoreListener done) {
      throw new IllegalStateException("group " + group.id() + " has no snapshot to restore");
    }
  };

  /**
   * Sends the state as it is applied now or later, at least up to {@code need.atLeast()}, to that store. The other side
   * verifies it and then steps an {@code InstallSnapshot} of {@code need.term()}. Report the end, however it ends, with
   * {@link RaftGroup#snapshotSent}, once, not within this call.
   */
  void send(RaftGroup group, SnapshotNeed need, long store);

  /**
   * Replaces the state in the engine by the verified snapshot, {@link GroupRecord} and applied index included, so that a
   * crash finds the old state or all of the new one, never less once {@code done} was told. Nothing of the group is being
   * applied meanwhile. {@code done} is told once, not within this call.
   */
  void restore(RaftGroup group, SnapshotMark mark, RestoreListener done);

  /** Hears how a restore ended. */
  interface RestoreListener {
    /** False: nothing has changed, and the leader will offer another one. */
    void restored(boolean inPlace);
  }
}
