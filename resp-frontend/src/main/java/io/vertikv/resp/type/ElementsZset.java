package io.vertikv.resp.type;

import io.vertikv.resp.type.ZsetRange.Kind;
import io.vertikv.resp.type.ZsetRange.LexBound;
import io.vertikv.resp.type.ZsetRange.LexRange;
import io.vertikv.resp.type.ZsetRange.ScoreRange;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.OrderedBytes;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A large sorted set: an element for each member, which holds its score (IEEE 754 bits u64), and all members once more in
 * the order of their scores, in a {@link RankTree}. The header's own part is the height of the tree, u8.
 */
final class ElementsZset implements ZsetBody {
  private final Tx tx;
  private final Key key;
  private final Elements elements;
  private final int height;
  /** Null until somebody asks for it. */
  private RankTree order;
  /** Also when only scores changed: the header is rewritten with every change, since WATCH looks at its version. */
  private boolean changed;

  private ElementsZset(Tx tx, Key key, Elements elements, int height) {
    this.tx = tx;
    this.key = key;
    this.elements = elements;
    this.height = height;
  }

  static ElementsZset of(Tx tx, Key key, Header header) {
    ByteReader own = header.own();
    int height = own.u8();
    own.expectEnd();
    return new ElementsZset(tx, key, Elements.of(tx, key, header, 0), height);
  }

  /** A copy of a body that has become too large for its header. */
  static ElementsZset copyOf(Tx tx, Key key, ZsetBody other) {
    ElementsZset copy = new ElementsZset(tx, key, Elements.fresh(tx, key, 0), 0);
    copy.order = RankTree.fresh(tx, key, copy.elements.generation());
    other.each((member, score) -> copy.put(member.toByteArray(), Double.NaN, score));
    return copy;
  }

  private RankTree order() {
    if (order == null) order = RankTree.of(tx, key, elements.generation(), height);
    return order;
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
    if (Double.isNaN(old)) elements.append(member, record);
    else elements.replace(member, record);
    if (!Double.isNaN(old)) order().remove(RedisKeys.place(old, member));
    order().add(RedisKeys.place(score, member), score);
  }

  @Override
  public void remove(byte[] member, double score) {
    changed = true;
    elements.drop(member);
    order().remove(RedisKeys.place(score, member));
  }

  @Override
  public ZsetWalk walk(ZsetRange range, Direction direction, long offset) {
    Ranks ranks = ranks(range);
    if (ranks == null) {
      ZsetWalk all = new Filtered(order().walk(0, size(), direction), range, direction);
      for (long skipped = 0; skipped < offset; skipped++) if (!all.next()) return ZsetWalk.NONE;
      return all;
    }
    if (offset >= ranks.to - ranks.from) return ZsetWalk.NONE;
    return direction == Direction.FORWARD
        ? order().walk(ranks.from + offset, ranks.to, direction)
        : order().walk(ranks.from, ranks.to - offset, direction);
  }

  @Override
  public long count(ZsetRange range) {
    Ranks ranks = ranks(range);
    if (ranks != null) return Math.max(0, ranks.to - ranks.from);
    long count = 0;
    for (ZsetWalk walk = walk(range, Direction.FORWARD, 0); walk.next();) count++;
    return count;
  }

  /** The members from one rank on, up to another. */
  private record Ranks(long from, long to) {}

  /** Where a range lies; null for one by member when scores differ: its members then lie anywhere. */
  private Ranks ranks(ZsetRange range) {
    if (range == ZsetRange.ALL) return new Ranks(0, size());
    return switch (range) {
      case ScoreRange scores -> ranks(scores);
      case LexRange members -> ranks(members);
    };
  }

  private Ranks ranks(ScoreRange range) {
    long min = OrderedBytes.orderedDouble(range.min()) + (range.minExcluded() ? 1 : 0);
    long max = OrderedBytes.orderedDouble(range.max()) + (range.maxExcluded() ? 0 : 1);
    return new Ranks(order().before(start(min)), order().before(start(max)));
  }

  /** The least place of a score, given as {@link OrderedBytes#orderedDouble} has it. */
  private static byte[] start(long orderedScore) {
    return new ByteWriter(8).u64(orderedScore).toByteArray();
  }

  /** With one score throughout, which is what this is for, the range is found by seeking. */
  private Ranks ranks(LexRange range) {
    double first = scoreAtEnd(Direction.FORWARD);
    if (first != scoreAtEnd(Direction.BACKWARD)) return null;
    return new Ranks(order().before(startOf(range.min(), first)), order().before(endOf(range.max(), first)));
  }

  private double scoreAtEnd(Direction direction) {
    ZsetWalk walk = order().walk(0, size(), direction);
    return walk.next() ? walk.score() : 0;
  }

  private static byte[] startOf(LexBound min, double score) {
    return switch (min.kind()) {
      case LOWEST -> start(OrderedBytes.orderedDouble(score));
      case INCLUDED -> RedisKeys.place(score, min.member().toByteArray());
      case EXCLUDED -> behind(score, min);
      case HIGHEST -> start(OrderedBytes.orderedDouble(score) + 1);
    };
  }

  private static byte[] endOf(LexBound max, double score) {
    return max.kind() == Kind.INCLUDED
        ? behind(score, max)
        : max.kind() == Kind.EXCLUDED ? RedisKeys.place(score, max.member().toByteArray()) : startOf(max, score);
  }

  /** The least place behind a member's. */
  private static byte[] behind(double score, LexBound bound) {
    byte[] at = RedisKeys.place(score, bound.member().toByteArray());
    return Arrays.copyOf(at, at.length + 1);
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
  }

  @Override
  public long rank(byte[] member, double score) { return order().before(RedisKeys.place(score, member)); }

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
  public Header header(long expireAtMillis) {
    order().save();
    byte[] own = {(byte) order().height()};
    return Header.ofParts(ValueType.ZSET, Encoding.ELEMENTS, expireAtMillis, elements.generation(), size(), own);
  }
}
