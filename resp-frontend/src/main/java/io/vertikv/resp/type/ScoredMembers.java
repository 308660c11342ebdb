package io.vertikv.resp.type;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.txn.Tx;

/** What ZUNION and its kin read: a sorted set, or a set, whose members all have score 1. */
public interface ScoredMembers {
  ScoredMembers NONE = new ScoredMembers() {
    @Override
    public long size() { return 0; }

    @Override
    public double score(byte[] member) { return Double.NaN; }

    @Override
    public void each(ScoredMember.Visitor visitor) {}
  };

  long size();

  /** NaN when there is no such member. */
  double score(byte[] member);

  void each(ScoredMember.Visitor visitor);

  /** @throws CommandError WRONGTYPE when the key holds neither a set nor a sorted set */
  static ScoredMembers of(Tx tx, Key key) {
    Header header = KeyEntry.of(tx, key).header();
    if (header == null) return NONE;
    return switch (header.type()) {
      case ZSET -> RedisZset.of(tx, key);
      case SET -> new Unscored(RedisSet.of(tx, key));
      case STRING, LIST, HASH, STREAM -> throw CommandError.WRONG_TYPE;
    };
  }

  /** A set's members. */
  record Unscored(RedisSet set) implements ScoredMembers {
    @Override
    public long size() { return set.size(); }

    @Override
    public double score(byte[] member) { return set.has(member) ? 1 : Double.NaN; }

    @Override
    public void each(ScoredMember.Visitor visitor) { set.each((name, value) -> visitor.member(name, 1)); }
  }
}
