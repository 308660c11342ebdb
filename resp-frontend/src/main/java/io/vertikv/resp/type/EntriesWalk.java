package io.vertikv.resp.type;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import java.util.Iterator;

/**
 * A walk over a part of a {@link ScoreOrder}: first the members that the near end keeps, then a scan, then those of the far
 * end. The scan does not begin before it is needed, and often it is not.
 */
final class EntriesWalk implements ZsetWalk {
  private final Tx tx;
  private final Key key;
  private final KeyRange scanned;
  private final Direction direction;
  private final Iterator<ScoredMember> near;
  private final Iterator<ScoredMember> far;
  /** The walk's member when it comes from an end, else null. */
  private ScoredMember kept;
  private Cursor cursor;
  private boolean scanEnded;

  EntriesWalk(Tx tx, Key key, KeyRange scanned, ScoreOrder order, ScoreOrder.Part part, Direction direction) {
    this.tx = tx;
    this.key = key;
    this.scanned = scanned;
    this.direction = direction;
    near = order.kept(direction, part, false).iterator();
    far = order.kept(direction == Direction.FORWARD ? Direction.BACKWARD : Direction.FORWARD, part, true).reversed()
        .iterator();
  }

  @Override
  public boolean next() {
    kept = null;
    if (near.hasNext()) {
      kept = near.next();
      return true;
    }
    if (!scanEnded) {
      if (cursor == null) cursor = tx.scan(scanned, direction);
      if (cursor.next()) return true;
      scanEnded = true;
    }
    if (far.hasNext()) kept = far.next();
    return kept != null;
  }

  @Override
  public Slice member() {
    if (kept != null) return kept.member();
    int from = RedisKeys.memberOffset(key);
    return new Slice(cursor.key(), from, cursor.key().length - from);
  }

  @Override
  public double score() {
    if (kept != null) return kept.score();
    return cursor.value().length > 0 ? -0.0 : RedisKeys.scoreOf(key, cursor.key());
  }

  @Override
  public void close() {
    if (cursor != null) cursor.close();
  }
}
