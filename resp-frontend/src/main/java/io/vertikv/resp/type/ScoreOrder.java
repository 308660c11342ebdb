package io.vertikv.resp.type;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A large sorted set's entries by score, in order, with what finds a rank among them ({@link RankTree}, from
 * {@value #RANKS_AT} members on) and what finds the ends ({@link ZsetEnd}, once something has been removed). Entries are
 * written at once, the rest by {@link #settle}.
 */
final class ScoreOrder {
  /** A set that has grown beyond so many members gets a rank tree, and loses it below the second number. */
  static final int RANKS_AT = 2048;
  static final int RANKS_BELOW = 1024;
  /** Walking over so many entries costs about as much as finding a rank. */
  private static final int SEEK_AT = 128;

  private static final byte[] NOTHING = new byte[0];
  private static final byte[] NEGATIVE_ZERO = {'-'};
  private static final byte[] LOWEST = new byte[0];

  private final Tx tx;
  private final Key key;
  private final long generation;
  private int height;
  /** Null until somebody asks for it, or when there is none. */
  private RankTree ranks;
  private ZsetEnd low;
  private ZsetEnd high;
  private boolean removed;

  ScoreOrder(Tx tx, Key key, long generation, ZsetOutline outline) {
    this.tx = tx;
    this.key = key;
    this.generation = generation;
    height = outline.rankHeight();
    low = outline.low();
    high = outline.high();
  }

  /** A part of the order: from a place up to another, or to the end when that is null. */
  record Part(byte[] from, byte[] to) {
    static final Part ALL = new Part(LOWEST, null);

    boolean contains(byte[] place) {
      return Arrays.compareUnsigned(place, from) >= 0 && (to == null || Arrays.compareUnsigned(place, to) < 0);
    }

    /** What lies in both; may be empty. */
    Part within(byte[] lower, byte[] upper) {
      byte[] start = Arrays.compareUnsigned(lower, from) > 0 ? lower : from;
      byte[] end = to == null || upper != null && Arrays.compareUnsigned(upper, to) < 0 ? upper : to;
      return new Part(start, end);
    }

    boolean isEmpty() { return to != null && Arrays.compareUnsigned(from, to) >= 0; }
  }

  /** Gives a member its entry, in place of the one for its old score, which is NaN when it is new. */
  void put(byte[] member, double old, double score) {
    byte[] place = RedisKeys.place(score, member);
    byte[] before = Double.isNaN(old) || old == score ? null : RedisKeys.place(old, member);
    if (before != null) tx.delete(RedisKeys.atPlace(key, generation, before));
    tx.put(RedisKeys.atPlace(key, generation, place), score == 0 && 1 / score < 0 ? NEGATIVE_ZERO : NOTHING);
    if (low != null) {
      keep(low, place, member, old, score);
      keep(high, place, member, old, score);
    }
    if (height == 0 || old == score) return;
    if (before != null) ranks().remove(before);
    ranks().add(place);
  }

  private static void keep(ZsetEnd end, byte[] place, byte[] member, double old, double score) {
    if (!Double.isNaN(old)) end.remove(RedisKeys.place(old, member), member);
    end.add(place, member, score);
  }

  /** Removes an entry that was there. */
  void remove(byte[] member, double score) {
    byte[] place = RedisKeys.place(score, member);
    tx.delete(RedisKeys.atPlace(key, generation, place));
    removed = true;
    if (low != null) {
      low.remove(place, member);
      high.remove(place, member);
    }
    if (height > 0) ranks().remove(place);
  }

  private RankTree ranks() {
    if (ranks == null) ranks = RankTree.of(tx, key, generation, height);
    return ranks;
  }

  /** True when a member of any rank is found at once. */
  boolean seeks() {
    return height > 0;
  }

  /** Writes what was kept back; the outline then tells how things are. */
  ZsetOutline settle(long size) {
    settleRanks(size);
    if (removed) settleEnds(size);
    return new ZsetOutline(height, low, high);
  }

  private void settleRanks(long size) {
    if (height == 0 && size > RANKS_AT) {
      ranks = RankTree.build(tx, key, generation);
    } else if (height > 0 && size < RANKS_BELOW) {
      RankTree.drop(tx, key, generation);
      ranks = null;
      height = 0;
    }
    if (ranks != null) {
      ranks.save();
      height = ranks.height();
    }
  }

  private void settleEnds(long size) {
    if (low == null) {
      low = ZsetEnd.unknown(Direction.FORWARD);
      high = ZsetEnd.unknown(Direction.BACKWARD);
    }
    if (low.isEmpty()) low.refill(outermost(size, Direction.FORWARD));
    if (high.isEmpty()) high.refill(outermost(size, Direction.BACKWARD));
    removed = false;
  }

  private List<ScoredMember> outermost(long size, Direction inwards) {
    List<ScoredMember> found = new ArrayList<>(ZsetEnd.MEMBERS_MAX);
    long count = Math.min(size, ZsetEnd.MEMBERS_MAX);
    try (ZsetWalk walk = walk(Part.ALL, inwards, 0, count)) {
      while (found.size() < count && walk.next()) found.add(new ScoredMember(walk.member(), walk.score()));
    }
    return found;
  }

  /**
   * A walk over a part, behind its first members.
   *
   * @param limit how many will be looked at, at most
   */
  ZsetWalk walk(Part part, Direction direction, long offset, long limit) {
    if (part.isEmpty()) return ZsetWalk.NONE;
    if (height > 0 && (offset >= SEEK_AT || part == Part.ALL)) return walkByRank(part, direction, offset, limit);
    return SkippingWalk.of(new EntriesWalk(tx, key, scanned(part), this, part, direction), offset);
  }

  /** A walk that begins at the block where its first member lies, and ends with the block of its last. */
  private ZsetWalk walkByRank(Part part, Direction direction, long offset, long limit) {
    long total = ranks().total();
    boolean forward = direction == Direction.FORWARD;
    long outside = forward ? before(part.from(), 0) : total - before(part.to(), total);
    if (offset >= total - outside) return ZsetWalk.NONE;
    long first = outside + offset;
    long last = limit >= total - first ? total - 1 : first + limit - 1;
    RankTree.Block start = ranks().find(forward ? first : total - 1 - first);
    RankTree.Block end = ranks().find(forward ? last : total - 1 - last);
    Part blocks = forward
        ? new Part(start.lower(), part.to()).within(LOWEST, end.upper())
        : new Part(part.from(), start.upper()).within(end.lower(), null);
    if (blocks.isEmpty()) return ZsetWalk.NONE;
    long skipped = forward ? first - start.before() : start.before() + start.count() - (total - first);
    return SkippingWalk.of(new EntriesWalk(tx, key, scanned(blocks), this, blocks, direction), skipped);
  }

  private long before(byte[] place, long atEnd) {
    return place == null ? atEnd : place.length == 0 ? 0 : ranks().before(place);
  }

  /** The entries of a part that a scan finds: those between the ends. */
  private KeyRange scanned(Part part) {
    Part inside = low == null ? part : part.within(low.bound(), high.bound());
    return RedisKeys.scores(key, generation, inside.from(), inside.isEmpty() ? inside.from() : inside.to());
  }

  /** The members of a part that an end keeps, outermost first; without those that the other end keeps too, if asked. */
  List<ScoredMember> kept(Direction end, Part part, boolean withoutOther) {
    if (low == null) return List.of();
    Part shown = !withoutOther
        ? part
        : end == Direction.FORWARD ? part.within(LOWEST, high.bound()) : part.within(low.bound(), null);
    List<ScoredMember> kept = new ArrayList<>(ZsetEnd.MEMBERS_MAX);
    for (ScoredMember m : (end == Direction.FORWARD ? low : high).members()) {
      if (shown.contains(RedisKeys.place(m.score(), m.member().toByteArray()))) kept.add(m);
    }
    return kept;
  }

  /** How many members lie before one that is there; without a rank tree counted from both ends at once. */
  long rank(byte[] member, double score, long size) {
    if (height > 0) return ranks().before(RedisKeys.place(score, member));
    Slice wanted = Slice.of(member);
    try (ZsetWalk up = walk(Part.ALL, Direction.FORWARD, 0, size);
        ZsetWalk down = walk(Part.ALL, Direction.BACKWARD, 0, size)) {
      for (long passed = 0; up.next() && down.next(); passed++) {
        if (up.member().equals(wanted)) return passed;
        if (down.member().equals(wanted)) return size - 1 - passed;
      }
    }
    throw new IllegalStateException("sorted set " + key + " lacks an entry by score");
  }

  /** How many members lie in a part. */
  long count(Part part) {
    if (part.isEmpty()) return 0;
    long most = height == 0 ? Long.MAX_VALUE : SEEK_AT;
    long count = 0;
    try (ZsetWalk walk = walk(part, Direction.FORWARD, 0, most)) {
      while (count < most && walk.next()) count++;
    }
    return count < most ? count : before(part.to(), ranks().total()) - before(part.from(), 0);
  }
}
