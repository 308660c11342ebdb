package io.vertikv.placement.operator;

/** Ids that this leader has reserved through the log and may give out. Those it does not use are lost, which harms nobody. */
public final class IdPool {
  private long next;
  private long end;
  private long followingFirst;
  private int followingCount;

  /** A block that nobody else has. The pool holds at most two; more are dropped. */
  public void offer(long first, int count) {
    if (next == end) {
      next = first;
      end = first + count;
    } else if (followingCount == 0) {
      followingFirst = first;
      followingCount = count;
    }
  }

  public long left() { return end - next + followingCount; }

  boolean has(int count) { return left() >= count; }

  long take() {
    if (next == end) {
      next = followingFirst;
      end = followingFirst + followingCount;
      followingCount = 0;
    }
    if (next == end) throw new IllegalStateException("no ids left");
    return next++;
  }
}
