package io.vertikv.store.raftlog;

import java.util.Arrays;

/**
 * One group's records, read again from some segment on. The oldest segments are gone, so a group may first be seen in
 * its middle; what was still needed of the part before comes later, as REWRITE records. Hence entries may be missing
 * for a while, but not at the end: what is then missing was damaged.
 *
 * <p>Ordinals tell whether a record of this group is missing between two that were read.
 */
final class GroupReplay {
  /** More missing entries in front of one than this is no log of ours. */
  private static final long GAP_MAX = 1 << 24;
  private static final int INITIAL_SLOTS = 8;

  private final long group;
  private long base = 1;
  private int count;
  private long[] places = new long[INITIAL_SLOTS];
  private int[] lengths = new int[INITIAL_SLOTS];
  private long[] terms = new long[INITIAL_SLOTS];
  private StoredMark mark = StoredMark.ZERO;
  private long markPlace;
  private StoredState state = StoredState.NONE;
  private long statePlace;
  private boolean begun;
  private long nextOrdinal;
  private String taint;
  /** Number of unreadable stretches met before this group's last record. */
  private int holesSeen;

  GroupReplay(long group) { this.group = group; }

  /** Takes a record whose frame is valid; false when some of its entries are not. */
  boolean record(RecordCursor cursor, long sequence, int holes) {
    follow(cursor.ordinal(), holes);
    long place = Segment.place(sequence, cursor.position());
    StoredState stated = cursor.state();
    boolean intact = true;
    switch (cursor.kind()) {
      case APPEND -> {
        if (cursor.count() > 0) truncate(cursor.firstIndex());
        intact = entries(cursor, sequence);
      }
      case TRUNCATE -> truncate(cursor.fixedFirst());
      case COMPACT -> compact(cursor.mark(), place);
      case RESET -> {
        compact(cursor.mark(), place);
        truncate(cursor.mark().index() + 1);
        taint = null;
      }
      case REMOVE -> restart();
      case REWRITE -> {
        compact(cursor.mark(), place);
        intact = entries(cursor, sequence);
      }
      case MARK -> throw new IllegalStateException("a mark belongs to no group");
    }
    if (stated != null) {
      state = stated;
      statePlace = place;
    }
    return intact;
  }

  /** True when the last record was a removal, or there was none. */
  boolean gone() { return !begun; }

  /** Puts what was found into the index, or says why it cannot be believed (then the index stays without entries). */
  GroupHealth finish(GroupIndex index, int holes) {
    if (taint == null && holes > holesSeen) taint = "records that cannot be read may be its latest";
    if (taint == null) taint = missing();
    index.restore(mark, markPlace, state, statePlace, nextOrdinal);
    if (taint != null) return new GroupHealth.Quarantined(taint);
    for (int slot = slotAfterMark(); slot < count; slot++) index.add(terms[slot], places[slot], lengths[slot], null);
    return GroupHealth.HEALTHY;
  }

  private void follow(long ordinal, int holes) {
    if (ordinal == 0) {
      restart();
    } else if (begun && ordinal != nextOrdinal) {
      taint = "records " + nextOrdinal + ".." + (ordinal - 1) + " of it are missing";
    } else if (!begun && holes > 0) {
      taint = "records before its number " + ordinal + " cannot be read";
    }
    begun = true;
    nextOrdinal = ordinal + 1;
    holesSeen = holes;
  }

  private void restart() {
    begun = false;
    count = 0;
    base = 1;
    mark = StoredMark.ZERO;
    state = StoredState.NONE;
    markPlace = statePlace = 0;
    taint = null;
  }

  private boolean entries(RecordCursor cursor, long sequence) {
    boolean intact = true;
    RecordCursor.EntryCursor entries = cursor.entries();
    while (entries.next()) {
      // A damaged entry takes its slot and leaves it empty: a later record may still make it irrelevant.
      long place = entries.valid() ? Segment.place(sequence, entries.offset()) : 0;
      put(entries.index(), place, place == 0 ? 0 : entries.length(), place == 0 ? 0 : entries.term());
      intact &= entries.valid();
    }
    return intact;
  }

  private void put(long index, long place, int length, long term) {
    if (count == 0) base = index;
    long before = Math.max(0, base - index);
    long slots = Math.max(count, index + 1 - base) + before;
    if (slots - count > GAP_MAX) {
      taint = "entry " + index + " lies far from entries " + base + ".." + (base + count - 1);
      return;
    }
    if (before > 0) shift((int) before);
    int slot = (int) (index - base);
    if (slot >= places.length) grow(slot + 1);
    count = (int) slots;
    places[slot] = place;
    lengths[slot] = length;
    terms[slot] = term;
  }

  private void truncate(long from) {
    if (from <= base) {
      count = 0;
      base = from;
    } else if (from - base < count) {
      Arrays.fill(places, (int) (from - base), count, 0);
      count = (int) (from - base);
    }
  }

  private void compact(StoredMark mark, long place) {
    this.mark = mark;
    markPlace = place;
    int dead = Math.min(slotAfterMark(), count);
    if (dead == count) {
      count = 0;
      base = mark.index() + 1;
      Arrays.fill(places, 0);
    } else if (dead > places.length / 2) {
      drop(dead);
    }
  }

  private int slotAfterMark() { return (int) Math.max(0, Math.min(count, mark.index() + 1 - base)); }

  private String missing() {
    long from = Math.max(mark.index() + 1, 1);
    if (count > 0 && base > from) return "entries " + from + ".." + (base - 1) + " are missing";
    for (int slot = slotAfterMark(); slot < count; slot++) {
      if (places[slot] == 0) return "entry " + (base + slot) + " cannot be read";
    }
    return null;
  }

  private void drop(int slots) {
    int left = count - slots;
    System.arraycopy(places, slots, places, 0, left);
    System.arraycopy(lengths, slots, lengths, 0, left);
    System.arraycopy(terms, slots, terms, 0, left);
    Arrays.fill(places, left, places.length, 0);
    base += slots;
    count = left;
  }

  private void shift(int slots) {
    if (count + slots > places.length) grow(count + slots);
    System.arraycopy(places, 0, places, slots, count);
    System.arraycopy(lengths, 0, lengths, slots, count);
    System.arraycopy(terms, 0, terms, slots, count);
    Arrays.fill(places, 0, slots, 0);
    base -= slots;
  }

  private void grow(int slots) {
    int size = Math.max(slots, places.length + (places.length >> 1));
    places = Arrays.copyOf(places, size);
    lengths = Arrays.copyOf(lengths, size);
    terms = Arrays.copyOf(terms, size);
  }

  @Override
  public String toString() { return "group " + group; }
}
