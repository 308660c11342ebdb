package io.vertikv.resp.type;

import io.vertikv.resp.type.ZsetRange.Kind;
import io.vertikv.resp.type.ZsetRange.LexBound;
import io.vertikv.resp.type.ZsetRange.LexRange;
import io.vertikv.resp.type.ZsetRange.ScoreRange;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.OrderedBytes;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A large sorted set: two keys for each member.
 *
 * <pre>
 * element(member)         -> the score's IEEE 754 bits u64
 * byScore(score, member)  -> nothing, or one byte when the score is -0, which has the order of 0 but prints as it is
 * </pre>
 *
 * Ranks are counted, from both ends at once, so that those near an end are found soon.
 */
final class ElementsZset implements ZsetBody {
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] NEGATIVE_ZERO = {'-'};

  private final Tx tx;
  private final Key key;
  private final Elements elements;
  /** Also when only scores changed: the header is rewritten with every change, since WATCH looks at its version. */
  private boolean changed;

  private ElementsZset(Tx tx, Key key, Elements elements) {
    this.tx = tx;
    this.key = key;
    this.elements = elements;
  }

  static ElementsZset of(Tx tx, Key key, Header header) {
    return new ElementsZset(tx, key, Elements.of(tx, key, header, 0));
  }

  /** A copy of a body that has become too large for its header. */
  static ElementsZset copyOf(Tx tx, Key key, ZsetBody other) {
    ElementsZset copy = new ElementsZset(tx, key, Elements.fresh(tx, key, 0));
    other.each((member, score) -> copy.put(member.toByteArray(), Double.NaN, score));
    return copy;
  }

  @Override
  public long size() { return elements.size(); }

  @Override
  public double score(byte[] member) {
    byte[] record = elements.get(member);
    return record == null ? Double.NaN : decode(record);
  }

  private static double decode(byte[] record) {
    ByteReader reader = new ByteReader(record);
    double score = Double.longBitsToDouble(reader.u64());
    reader.expectEnd();
    return score;
  }

  @Override
  public void put(byte[] member, double old, double score) {
    changed = true;
    byte[] record = new ByteWriter(8).u64(Double.doubleToRawLongBits(score)).toByteArray();
    if (Double.isNaN(old)) {
      elements.append(member, record);
    } else {
      elements.replace(member, record);
      if (old != score) tx.delete(byScore(old, member));
    }
    tx.put(byScore(score, member), score == 0 && 1 / score < 0 ? NEGATIVE_ZERO : NOTHING);
  }

  @Override
  public void remove(byte[] member, double score) {
    changed = true;
    elements.drop(member);
    tx.delete(byScore(score, member));
  }

  private byte[] byScore(double score, byte[] member) {
    return RedisKeys.byScore(key, elements.generation(), score, member);
  }

  @Override
  public ZsetWalk walk(ZsetRange range, Direction direction) {
    return switch (range) {
      case ScoreRange scores -> new Walk(tx.scan(keys(scores), direction));
      case LexRange members -> walkMembers(members, direction);
    };
  }

  private KeyRange keys(ScoreRange range) {
    if (range == ZsetRange.ALL) return RedisKeys.scores(key, elements.generation());
    long min = OrderedBytes.orderedDouble(range.min()) + (range.minExcluded() ? 1 : 0);
    long max = OrderedBytes.orderedDouble(range.max()) + (range.maxExcluded() ? 0 : 1);
    return new KeyRange(scoreStart(min), scoreStart(max));
  }

  private byte[] scoreStart(long ordered) { return RedisKeys.scoreStart(key, elements.generation(), ordered); }

  /** With one score throughout, which is what this is for, the range is found by seeking. */
  private ZsetWalk walkMembers(LexRange range, Direction direction) {
    double first = scoreAtEnd(Direction.FORWARD);
    double last = scoreAtEnd(Direction.BACKWARD);
    if (first != last)
      return new Filtered(new Walk(tx.scan(keys((ScoreRange) ZsetRange.ALL), direction)), range,
          direction);
    return new Walk(tx.scan(new KeyRange(startOf(range.min(), first), endOf(range.max(), first)), direction));
  }

  private double scoreAtEnd(Direction direction) {
    try (ZsetWalk walk = walk(ZsetRange.ALL, direction)) {
      return walk.next() ? walk.score() : 0;
    }
  }

  private byte[] startOf(LexBound min, double score) {
    return switch (min.kind()) {
      case LOWEST -> scoreStart(OrderedBytes.orderedDouble(score));
      case INCLUDED -> byScore(score, min.member().toByteArray());
      case EXCLUDED -> behind(score, min);
      case HIGHEST -> scoreStart(OrderedBytes.orderedDouble(score) + 1);
    };
  }

  private byte[] endOf(LexBound max, double score) {
    return max.kind() == Kind.INCLUDED
        ? behind(score, max)
        : max.kind() == Kind.EXCLUDED ? byScore(score, max.member().toByteArray()) : startOf(max, score);
  }

  /** The least key behind a member's. */
  private byte[] behind(double score, LexBound bound) {
    byte[] at = byScore(score, bound.member().toByteArray());
    return Arrays.copyOf(at, at.length + 1);
  }

  private final class Walk implements ZsetWalk {
    private final Cursor cursor;

    Walk(Cursor cursor) { this.cursor = cursor; }

    @Override
    public boolean next() { return cursor.next(); }

    @Override
    public Slice member() {
      int from = RedisKeys.memberOffset(key);
      return new Slice(cursor.key(), from, cursor.key().length - from);
    }

    @Override
    public double score() {
      return cursor.value().length > 0 ? -0.0 : RedisKeys.scoreOf(key, cursor.key());
    }

    @Override
    public void close() { cursor.close(); }
  }

  /** What of a walk over everything lies in a range. */
  private record Filtered(ZsetWalk all, ZsetRange range, Direction direction) implements ZsetWalk {
    @Override
    public boolean next() {
      boolean forward = direction == Direction.FORWARD;
      while (all.next()) {
        boolean early = forward ? range.startsBehind(member(), score()) : range.endsBefore(member(), score());
        boolean late = forward ? range.endsBefore(member(), score()) : range.startsBehind(member(), score());
        if (!early) return !late;
      }
      return false;
    }

    @Override
    public Slice member() { return all.member(); }

    @Override
    public double score() { return all.score(); }

    @Override
    public void close() { all.close(); }
  }

  @Override
  public long rank(byte[] member, double score) {
    byte[] wanted = byScore(score, member);
    KeyRange all = RedisKeys.scores(key, elements.generation());
    try (Cursor up = tx.scan(all, Direction.FORWARD); Cursor down = tx.scan(all, Direction.BACKWARD)) {
      for (long passed = 0; up.next() && down.next(); passed++) {
        if (Arrays.equals(up.key(), wanted)) return passed;
        if (Arrays.equals(down.key(), wanted)) return size() - 1 - passed;
      }
    }
    throw new IllegalStateException("sorted set " + key + " lacks an entry by score");
  }

  @Override
  public void each(ScoredMember.Visitor visitor) {
    elements.each((member, record) -> visitor.member(member, decode(record.toByteArray())));
  }

  @Override
  public long scan(long scanned, long count, ScoredMember.Visitor visitor) {
    return elements.scan(scanned, count, (member, record) -> visitor.member(member, decode(record.toByteArray())));
  }

  @Override
  public List<ScoredMember> distinct(long count, RandomGenerator random) {
    return scored(elements.distinct(Math.toIntExact(Math.min(count, size())), random));
  }

  @Override
  public List<ScoredMember> repeated(int count, RandomGenerator random) {
    return scored(elements.repeated(count, random));
  }

  private static List<ScoredMember> scored(List<Element> drawn) {
    List<ScoredMember> scored = new ArrayList<>(drawn.size());
    for (Element e : drawn) scored.add(new ScoredMember(e.name(), decode(e.value().toByteArray())));
    return scored;
  }

  @Override
  public boolean headerChanged() { return changed; }

  @Override
  public Header header(long expireAtMillis) { return elements.header(ValueType.ZSET, expireAtMillis); }
}
