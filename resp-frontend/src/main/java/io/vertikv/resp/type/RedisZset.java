package io.vertikv.resp.type;

import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A sorted set: members with scores, ordered by score and then by the members' bytes. Small ones stand in their header,
 * larger ones have keys for each member and never go back. Changes are complete with {@link #save}.
 */
public final class RedisZset implements ScoredMembers {
  private final Tx tx;
  private final KeyEntry entry;
  private final long expireAtMillis;
  private ZsetBody body;

  private RedisZset(Tx tx, KeyEntry entry, Header header) {
    this.tx = tx;
    this.entry = entry;
    expireAtMillis = header == null ? 0 : header.expireAtMillis();
    if (header == null) body = new InlineZset(Packed.EMPTY);
    else if (header.encoding() == Encoding.INLINE) body = new InlineZset(Packed.of(header));
    else body = ElementsZset.of(tx, entry.key(), header);
  }

  /**
   * An absent sorted set is an empty one.
   *
   * @throws io.vertikv.resp.reply.CommandError WRONGTYPE
   */
  public static RedisZset of(Tx tx, Key key) {
    KeyEntry entry = KeyEntry.of(tx, key, ValueType.ZSET);
    return new RedisZset(tx, entry, entry.header());
  }

  /** Puts these members, all different, in place of whatever the key holds; without any the key is removed. */
  public static void replace(Tx tx, Key key, List<ScoredMember> members) {
    RedisZset zset = new RedisZset(tx, KeyEntry.of(tx, key), null);
    if (members.size() > Packed.ELEMENTS_MAX) zset.spread();
    for (ScoredMember m : members) zset.put(m.member().toByteArray(), Double.NaN, m.score());
    if (members.isEmpty()) zset.entry.remove();
    else zset.save();
  }

  public boolean exists() { return entry.exists(); }

  @Override
  public long size() { return body.size(); }

  @Override
  public double score(byte[] member) { return body.score(member); }

  /** Converts at once when so many members, this one first, will outgrow the header anyway. */
  public void expect(byte[] first, int members) {
    boolean small = members <= Packed.ELEMENTS_MAX && first.length <= Packed.ELEMENT_BYTES_MAX;
    if (!small && body instanceof InlineZset) spread();
  }

  /**
   * Gives a member a score.
   *
   * @param old its score until now, NaN when it is new
   */
  public void put(byte[] member, double old, double score) {
    if (Double.isNaN(old) && body instanceof InlineZset inline && !inline.takes(member)) spread();
    body.put(member, old, score);
  }

  private void spread() { body = ElementsZset.copyOf(tx, entry.key(), body); }

  /** True when it was there. */
  public boolean remove(byte[] member) {
    double score = body.score(member);
    if (Double.isNaN(score)) return false;
    body.remove(member, score);
    return true;
  }

  /** Removes members that are there; all of them at once costs no more than one. */
  public void remove(List<ScoredMember> members) {
    if (members.size() == size()) {
      body = new InlineZset(Packed.EMPTY);
      entry.remove();
      return;
    }
    for (ScoredMember m : members) body.remove(m.member().toByteArray(), m.score());
  }

  /** How many members lie before one that is there with this score. */
  public long rank(byte[] member, double score, Direction direction) {
    long rank = body.rank(member, score);
    return direction == Direction.FORWARD ? rank : size() - 1 - rank;
  }

  /** Shows the members between two ranks, both within the set and included; ranks count in the direction. */
  public void range(long from, long to, Direction direction, ScoredMember.Visitor visitor) {
    show(ZsetRange.ALL, direction, from, to - from + 1, visitor);
  }

  /** Shows up to {@code limit} members of a range without the first {@code offset}; negative: all of them, none. */
  public void range(ZsetRange range, Direction direction, long offset, long limit, ScoredMember.Visitor visitor) {
    if (range.isEmpty() || offset < 0 || size() == 0) return;
    show(range, direction, offset, limit < 0 ? Long.MAX_VALUE : limit, visitor);
  }

  private void show(ZsetRange range, Direction direction, long offset, long limit, ScoredMember.Visitor visitor) {
    if (limit == 0) return;
    ZsetWalk walk = body.walk(range, direction, offset);
    for (long shown = 0; shown < limit && walk.next(); shown++) visitor.member(walk.member(), walk.score());
  }

  public long count(ZsetRange range) {
    if (range.isEmpty() || size() == 0) return 0;
    return body.count(range);
  }

  /** In no order that means anything. */
  @Override
  public void each(ScoredMember.Visitor visitor) { body.each(visitor); }

  /** As {@link RedisSet#scan}. */
  public long scan(long scanned, long count, ScoredMember.Visitor visitor) {
    return body.scan(scanned, count, visitor);
  }

  /** True while all members stand in the header. */
  public boolean isInline() { return body instanceof InlineZset; }

  /** So many different members, or all when there are fewer. */
  public List<ScoredMember> distinct(long count, RandomGenerator random) {
    return body.distinct(count, random);
  }

  /** So many members, any of them any number of times; there must be one. */
  public List<ScoredMember> repeated(int count, RandomGenerator random) {
    return body.repeated(count, random);
  }

  /** Brings the header up to date after changes; an empty sorted set is removed. */
  public void save() {
    if (size() == 0) entry.remove();
    else if (body.headerChanged()) entry.write(body.header(expireAtMillis));
  }
}
