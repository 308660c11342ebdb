package io.vertikv.resp.type;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.OrderedBytes;
import io.vertikv.txn.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** A small sorted set: member and score (ordered double, 8 bytes) in turn, in order, in the header. */
final class InlineZset implements ZsetBody {
  private static final int SCORE_BYTES = 8;

  private Packed entries;
  private boolean changed;

  InlineZset(Packed entries) { this.entries = entries; }

  /** False when a new member does not go in. */
  boolean takes(byte[] member) {
    return size() < Packed.ELEMENTS_MAX && member.length <= Packed.ELEMENT_BYTES_MAX
        && entries.sizeBytes() + member.length + SCORE_BYTES + 4 <= Packed.BYTES_MAX;
  }

  @Override
  public long size() { return entries.count() / 2; }

  @Override
  public double score(byte[] member) {
    int at = entries.find(member, 2);
    return at < 0 ? Double.NaN : scoreBehind(at);
  }

  private double scoreBehind(int member) { return scoreAt(entries, entries.next(member)); }

  private static double scoreAt(Packed entries, int position) {
    return OrderedBytes.doubleOf(new ByteReader(entries.bytes(), entries.dataOffset(position), SCORE_BYTES).u64());
  }

  @Override
  public void put(byte[] member, double old, double score) {
    if (!Double.isNaN(old)) remove(member, old);
    double zero = score + 0.0; // -0 becomes 0, as in Redis' listpacks
    int at = entries.first();
    while (at < entries.end() && lies(at, zero, member)) at = entries.skip(at, 2);
    byte[] encoded = new ByteWriter(SCORE_BYTES).u64(OrderedBytes.orderedDouble(zero)).toByteArray();
    entries = entries.splice(at, 0, member, encoded);
    changed = true;
  }

  /** True when the entry lies before this score and member. */
  private boolean lies(int at, double score, byte[] member) {
    double there = scoreBehind(at);
    if (there != score) return there < score;
    int from = entries.dataOffset(at);
    return Arrays.compareUnsigned(entries.bytes(), from, from + entries.length(at), member, 0, member.length) < 0;
  }

  @Override
  public void remove(byte[] member, double score) {
    entries = entries.splice(entries.find(member, 2), 2);
    changed = true;
  }

  @Override
  public ZsetWalk walk(ZsetRange range, Direction direction, long offset) {
    ZsetWalk walk = new Walk(entries, range, direction);
    for (long skipped = 0; skipped < offset; skipped++) if (!walk.next()) return ZsetWalk.NONE;
    return walk;
  }

  @Override
  public long count(ZsetRange range) {
    long count = 0;
    for (ZsetWalk walk = walk(range, Direction.FORWARD, 0); walk.next();) count++;
    return count;
  }

  private static final class Walk implements ZsetWalk {
    private final Packed entries;
    private final ZsetRange range;
    private final int step;
    private final int[] positions;
    private int at;
    private boolean begun;
    private Slice member;
    private double score;

    Walk(Packed entries, ZsetRange range, Direction direction) {
      this.entries = entries;
      this.range = range;
      step = direction == Direction.FORWARD ? 1 : -1;
      positions = new int[entries.count() / 2];
      int position = entries.first();
      for (int i = 0; i < positions.length; i++, position = entries.skip(position, 2)) positions[i] = position;
      at = direction == Direction.FORWARD ? -1 : positions.length;
    }

    @Override
    public boolean next() {
      do {
        at += step;
        if (at < 0 || at >= positions.length) return false;
        member = entries.slice(positions[at]);
        score = scoreAt(entries, entries.next(positions[at]));
      } while (!begun && outside(step));
      begun = true;
      return !outside(-step);
    }

    /** Not yet in the range, seen by a walk in this direction. */
    private boolean outside(int step) {
      return step > 0 ? range.startsBehind(member, score) : range.endsBefore(member, score);
    }

    @Override
    public Slice member() { return member; }

    @Override
    public double score() { return score; }
  }

  @Override
  public long rank(byte[] member, double score) {
    long rank = 0;
    for (int at = entries.first(); !entries.equalAt(at, member); at = entries.skip(at, 2)) rank++;
    return rank;
  }

  @Override
  public void each(ScoredMember.Visitor visitor) {
    for (int at = entries.first(); at < entries.end(); at = entries.skip(at, 2)) {
      visitor.member(entries.slice(at), scoreBehind(at));
    }
  }

  @Override
  public long scan(long scanned, long count, ScoredMember.Visitor visitor) {
    each(visitor);
    return 0;
  }

  @Override
  public List<ScoredMember> distinct(long count, RandomGenerator random) {
    return numbers(Draw.distinct(size(), (int) Math.min(count, size()), random));
  }

  @Override
  public List<ScoredMember> repeated(int count, RandomGenerator random) {
    List<ScoredMember> drawn = numbers(Draw.repeated(size(), count, random));
    Draw.shuffle(drawn, random);
    return drawn;
  }

  private List<ScoredMember> numbers(long[] numbers) {
    List<ScoredMember> all = new ArrayList<>();
    each((member, score) -> all.add(new ScoredMember(member, score)));
    List<ScoredMember> found = new ArrayList<>(numbers.length);
    for (long number : numbers) found.add(all.get((int) number));
    return found;
  }

  @Override
  public boolean headerChanged() { return changed; }

  @Override
  public Header header(long expireAtMillis) { return entries.header(ValueType.ZSET, expireAtMillis); }
}
