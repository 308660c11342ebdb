package io.vertikv.store.raftlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Decides what to free. Segments go from the oldest on only, so that records which void older ones (truncations,
 * removals) always outlive them. Live entries in the oldest segment are moved forward when there are enough segments
 * and more than half of their bytes is garbage: each moved byte then frees at least as many, and a group that wrote
 * long ago pins nothing.
 */
final class LogReclaimer {
  private final RaftLogConfig config;
  private final SegmentTable segments;
  private final Map<Long, GroupLog> groups;
  /** Segments from this one on are evidence and stay. */
  private long damagedFrom;
  /** The active segment when the last attempt could free nothing: the next one waits for another. */
  private long stalledAt;

  LogReclaimer(RaftLogConfig config, SegmentTable segments, Map<Long, GroupLog> groups, long damagedFrom) {
    this.config = config;
    this.segments = segments;
    this.groups = groups;
    this.damagedFrom = damagedFrom;
  }

  /** What a group has in the oldest segment: entries (perhaps none), and the records of its hard state and mark. */
  record Move(GroupLog group, long from, long to) {}

  boolean due() {
    if (segments.size() < 2 || segments.oldest().sequence >= damagedFrom) return false;
    return segments.oldest().liveRefs == 0 || segments.active().sequence != stalledAt && wasteful();
  }

  void stalled() { stalledAt = segments.active().sequence; }

  void settleDamage() {
    for (GroupLog group : groups.values()) {
      if (group.index().health() instanceof GroupHealth.Quarantined) {
        throw new IllegalStateException("group " + group.id() + " is quarantined and was not removed");
      }
    }
    damagedFrom = Long.MAX_VALUE;
  }

  void keepFrom(long sequence) { damagedFrom = Math.min(damagedFrom, sequence); }

  /** The oldest segment that must stay. */
  long firstNeeded() {
    for (Segment segment : segments.all()) {
      if (segment.liveRefs > 0 || segment == segments.active() || segment.sequence >= damagedFrom)
        return segment.sequence;
    }
    throw new IllegalStateException("the active segment is always needed");
  }

  List<Move> moves() {
    List<Move> moves = new ArrayList<>();
    Segment oldest = segments.oldest();
    if (!wasteful() || oldest.liveRefs == 0) return moves;
    long bytesLeft = config.rewriteBytesMax();
    for (GroupLog group : groups.values()) {
      // What is left of a quarantined group is evidence; moved forward, it would look sound.
      if (group.index().health() instanceof GroupHealth.Quarantined) continue;
      bytesLeft = collect(group, oldest.sequence, bytesLeft, moves);
      if (bytesLeft <= 0) return moves;
    }
    return moves;
  }

  private boolean wasteful() {
    return segments.size() > config.rewriteAboveSegments() && segments.liveBytes() * 2 < segments.capacityBytes()
        && segments.oldest().sequence < damagedFrom;
  }

  private static long collect(GroupLog group, long sequence, long bytesMax, List<Move> moves) {
    GroupIndex index = group.index();
    long bytesLeft = bytesMax;
    long from = index.nextIn(sequence, index.first());
    if (from > index.last() && index.statedIn(sequence)) {
      moves.add(new Move(group, index.first(), index.first()));
      bytesLeft -= RecordKind.META_BYTES_MAX;
    }
    while (from <= index.last() && bytesLeft > 0) {
      long to = index.view().endWithin(from, index.endIn(sequence, from), bytesLeft);
      moves.add(new Move(group, from, to));
      for (long at = from; at < to; at++) bytesLeft -= RecordKind.ENTRY_BYTES + index.length(at);
      from = index.nextIn(sequence, to);
    }
    return bytesLeft;
  }
}
