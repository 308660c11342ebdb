package io.vertikv.txn;

/**
 * What an operation came upon, for statistics only: keys that were there and keys that were not, and keys whose time had
 * come that it took away. Whoever runs the operation clears it before and takes the figures after; a run that is thrown
 * away is thus never counted.
 */
public final class Tally {
  private int hits;
  private int misses;
  private int expired;

  public void clear() { hits = misses = expired = 0; }

  /** A key was looked up. */
  public void looked(boolean found) {
    if (found) hits++;
    else misses++;
  }

  /** An expired key was removed, or made way for a new one. */
  public void expired() { expired++; }

  public int hits() { return hits; }

  public int misses() { return misses; }

  /** Keys that had expired and are gone now. */
  public int expiredKeys() {
    return expired;
  }
}
