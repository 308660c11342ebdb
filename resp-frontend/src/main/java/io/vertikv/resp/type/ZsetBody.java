package io.vertikv.resp.type;

import io.vertikv.txn.Direction;
import java.util.List;
import java.util.random.RandomGenerator;

/** Where a sorted set's members lie: all in the header, or each under keys of its own. Scores are never NaN. */
sealed interface ZsetBody permits InlineZset, ElementsZset {
  long size();

  /** NaN when there is no such member. */
  double score(byte[] member);

  /** @param old the member's score until now, NaN when it is new */
  void put(byte[] member, double old, double score);

  /** Removes a member that is known to be there with this score. */
  void remove(byte[] member, double score);

  /** Members of a range, behind the first of them. */
  ZsetWalk walk(ZsetRange range, Direction direction, long offset);

  long count(ZsetRange range);

  /** How many lie before a member that is known to be there with this score. */
  long rank(byte[] member, double score);

  /** In the order of storage. */
  void each(ScoredMember.Visitor visitor);

  /** As {@link Elements#scan}. */
  long scan(long scanned, long count, ScoredMember.Visitor visitor);

  List<ScoredMember> distinct(long count, RandomGenerator random);

  List<ScoredMember> repeated(int count, RandomGenerator random);

  /** True when the header in the keyspace is not the one that {@link #header} makes. */
  boolean headerChanged();

  /** Writes what was kept back, and tells the header. */
  Header header(long expireAtMillis);
}
