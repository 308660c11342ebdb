package io.vertikv.resp.type;

import io.vertikv.resp.type.ScoreOrder.Part;
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
 * A large sorted set: two keys for each member.
 *
 * <pre>
 * element(member)         -> the score's IEEE 754 bits u64
 * byScore(score, member)  -> nothing, or one byte when the score is -0, which has the order of 0 but prints as it is
 * </pre>
 *
 * {@link ScoreOrder} keeps the second kind, and finds ranks and ends among them.
 */
final class ElementsZset implements ZsetBody {
  private final Elements elements;
  private final ScoreOrder order;
  /** Also when only scores changed: the header is rewritten with every change, since WATCH looks at its version. */
  private boolean changed;

  private ElementsZset(Tx tx, Key key, Elements elements, ZsetOutline outline) {
    this.elements = elements;
    order = new ScoreOrder(tx, key, elements.generation(), outline);
  }

  static ElementsZset of(Tx tx, Key key, Header header) {
    return new ElementsZset(tx, key, Elements.of(tx, key, header, 0), ZsetOutline.decode(header.own()));
  }

  /** A copy of a body that has become too large for its header. */
  static ElementsZset copyOf(Tx tx, Key key, ZsetBody other) {
    ElementsZset copy = new ElementsZset(tx, key, Elements.fresh(tx, key, 0), ZsetOutline.NONE);
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
    if (Double.isNaN(old)) elements.append(member, record);
    else elements.replace(member, record);
    order.put(member, old, score);
  }

  @Override
  public void remove(byte[] member, double score) {
    changed = true;
    elements.drop(member);
    order.remove(member, score);
  }

  @Override
  public ZsetWalk walk(ZsetRange range, Direction direction, long offset, long limit) {
    Part part = part(range);
    if (part != null) return order.walk(part, direction, offset, limit);
    ZsetWalk all = order.walk(Part.ALL, direction, 0, size());
    return SkippingWalk.of(new Filtered(all, range, direction), offset);
  }

  @Override
  public long count(ZsetRange range) {
    Part part = part(range);
    if (part != null) return order.count(part);
    long count = 0;
    try (ZsetWalk walk = walk(range, Direction.FORWARD, 0, size())) {
      while (walk.next()) count++;
    }
    return count;
  }

  /** Where a range lies; null for one by member when scores differ: its members then lie anywhere. */
  private Part part(ZsetRange range) {
    return switch (range) {
      case ScoreRange scores -> part(scores);
      case LexRange members -> part(members);
    };
  }

  private static Part part(ScoreRange range) {
    if (range == ZsetRange.ALL) return Part.ALL;
    long min = OrderedBytes.orderedDouble(range.min()) + (range.minExcluded() ? 1 : 0);
    long max = OrderedBytes.orderedDouble(range.max()) + (range.maxExcluded() ? 0 : 1);
    return new Part(start(min), start(max));
  }

  /** The least place of a score, given as {@link OrderedBytes#orderedDouble} has it. */
  private static byte[] start(long orderedScore) { return new ByteWriter(8).u64(orderedScore).toByteArray(); }

  /** With one score throughout, which is what this is for, the range is found by seeking. */
  private Part part(LexRange range) {
    double first = scoreAtEnd(Direction.FORWARD);
    double last = scoreAtEnd(Direction.BACKWARD);
    return first == last ? new Part(startOf(range.min(), first), endOf(range.max(), first)) : null;
  }

  private double scoreAtEnd(Direction direction) {
    try (ZsetWalk walk = order.walk(Part.ALL, direction, 0, 1)) {
      return walk.next() ? walk.score() : 0;
    }
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

    @Override
    public void close() { all.close(); }
  }

  @Override
  public boolean seeks() { return order.seeks(); }

  @Override
  public long rank(byte[] member, double score) { return order.rank(member, score, size()); }

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
    byte[] own = order.settle(size()).encode();
    return Header.ofParts(ValueType.ZSET, Encoding.ELEMENTS, expireAtMillis, elements.generation(), size(), own);
  }
}
