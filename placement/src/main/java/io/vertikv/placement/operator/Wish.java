package io.vertikv.placement.operator;

import io.vertikv.store.bytes.Bytes;
import java.util.List;

/** What is wanted of a region. How to get there safely is {@link OperatorBuilder}'s knowledge. */
public sealed interface Wish {
  record AddReplica(long store, boolean voter) implements Wish {}

  /** @param leaderFollows when the replica leads, the new one shall lead after it; otherwise any other voter may */
  record ReplaceReplica(long fromStore, long toStore, boolean leaderFollows) implements Wish {}

  record RemoveReplica(long store) implements Wish {}

  /** A learner is to vote. */
  record PromoteReplica(long store) implements Wish {}

  record MoveLeader(long toStore) implements Wish {}

  /** A joint phase that nobody has ended. */
  record FinishJoint() implements Wish {}

  /** @param keys where, or empty: into so many pieces, where the leader sees fit */
  record SplitRegion(SplitBy by, List<Bytes> keys, int pieces) implements Wish {
    public static final int PIECES_MAX = 10;

    public SplitRegion {
      keys = List.copyOf(keys);
      if (pieces < 2 || pieces > PIECES_MAX || !keys.isEmpty() && keys.size() != pieces - 1) {
        throw new IllegalArgumentException("a split into " + pieces + " at " + keys.size() + " keys");
      }
    }

    public static SplitRegion at(SplitBy by, List<Bytes> keys) { return new SplitRegion(by, keys, keys.size() + 1); }
  }

  /** The region ends in its neighbour, whose peers are on the same stores. */
  record MergeInto(long target) implements Wish {}
}
