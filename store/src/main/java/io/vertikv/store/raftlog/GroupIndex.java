package io.vertikv.store.raftlog;

import java.util.Arrays;
import java.util.List;

/**
 * Where a group's entries are: the writer's own, mutable side of {@link IndexView}. Four arrays with a slot an entry
 * (20 bytes of index each), so a store may hold millions.
 *
 * <p>Views are published without locks: a view shares the arrays and shows the slots up to its last index, and the
 * writer fills only slots above the last one it published. A truncation, the one case where a visible slot would be
 * written again, copies the arrays first; so does moving entries. Counts in {@link SegmentTable} follow every change.
 */
final class GroupIndex {
  private static final int INITIAL_SLOTS = 8;

  private final SegmentTable segments;
  private long base = 1;
  private long first = 1;
  private long last;
  private long[] places = new long[INITIAL_SLOTS];
  private int[] lengths = new int[INITIAL_SLOTS];
  private StoredEntry[] cached = new StoredEntry[INITIAL_SLOTS];
  private TermRuns terms = TermRuns.EMPTY;
  private StoredMark mark = StoredMark.ZERO;
  private StoredState state = StoredState.NONE;
  private GroupHealth health = GroupHealth.HEALTHY;
  private boolean sealed;
  /** Places of the records that last stated the hard state and the mark; 0 when none did. */
  private long statePlace;
  private long markPlace;
  private long nextOrdinal;

  GroupIndex(SegmentTable segments) { this.segments = segments; }

  IndexView view() { return new IndexView(base, first, last, places, lengths, cached, terms, mark, state, health); }

  long first() { return first; }

  long last() { return last; }

  StoredMark mark() { return mark; }

  /** Null when no record ever stated one. */
  StoredState statedState() { return statePlace == 0 ? null : state; }

  GroupHealth health() { return health; }

  long nextOrdinal() { return nextOrdinal; }

  void countRecord() { nextOrdinal++; }

  long term(long index) { return index == mark.index() ? mark.term() : terms.term(index); }

  /** The entries lie one after the other from the place on. Indexes are consecutive; the first one may overwrite. */
  void append(List<StoredEntry> entries, long place) {
    if (entries.isEmpty()) return;
    truncate(entries.get(0).index());
    long at = place;
    for (int i = 0; i < entries.size(); i++) {
      StoredEntry entry = entries.get(i);
      add(entry.term(), at, entry.payload().length(), entry);
      at += RecordKind.ENTRY_BYTES + entry.payload().length();
    }
  }

  void add(long term, long place, int length, StoredEntry entry) {
    int slot = (int) (last + 1 - base);
    if (slot == places.length) resize(base, Math.max(INITIAL_SLOTS, slot + (slot >> 1)));
    places[slot] = place;
    lengths[slot] = length;
    cached[slot] = entry;
    last++;
    terms = terms.with(last, term);
    segments.retain(place, length);
  }

  /** Drops the entries at or after the index. */
  void truncate(long from) {
    if (from > last) return;
    long keepTo = Math.max(from, first) - 1;
    releaseEntries(keepTo + 1, last);
    terms = terms.before(keepTo + 1);
    last = keepTo;
    resize(base, places.length);
  }

  /** Drops the entries up to the mark. */
  void compact(StoredMark mark, long place) {
    long to = Math.min(mark.index(), last);
    releaseEntries(first, to);
    Arrays.fill(cached, (int) (first - base), (int) (to + 1 - base), null);
    stateMark(mark, place);
    first = mark.index() + 1;
    last = Math.max(last, mark.index());
    terms = first > last ? TermRuns.EMPTY : terms.from(first);
    if (first - base > places.length / 2) {
      int live = (int) (last + 1 - first);
      resize(first, Math.max(INITIAL_SLOTS, live + (live >> 1)));
    }
  }

  /** Drops all entries; the next one follows the mark. */
  void reset(StoredMark mark, long place) {
    releaseEntries(first, last);
    stateMark(mark, place);
    terms = TermRuns.EMPTY;
    base = first = mark.index() + 1;
    last = mark.index();
    resize(base, INITIAL_SLOTS);
  }

  void state(StoredState state, long place) {
    if (statePlace != 0) segments.release(statePlace, RecordKind.STATE_BYTES);
    this.state = state;
    statePlace = place;
    segments.retain(place, RecordKind.STATE_BYTES);
  }

  void stateMark(StoredMark mark, long place) {
    if (markPlace != 0) segments.release(markPlace, RecordKind.STATE_BYTES);
    this.mark = mark;
    markPlace = place;
    segments.retain(place, RecordKind.STATE_BYTES);
  }

  /** The group leaves: nothing of it is needed any more. */
  void clear() {
    releaseEntries(first, last);
    if (statePlace != 0) segments.release(statePlace, RecordKind.STATE_BYTES);
    if (markPlace != 0) segments.release(markPlace, RecordKind.STATE_BYTES);
    statePlace = markPlace = 0;
    mark = StoredMark.ZERO;
    state = StoredState.NONE;
    terms = TermRuns.EMPTY;
    base = first = 1;
    last = 0;
    resize(base, INITIAL_SLOTS);
  }

  /** Takes over what recovery found, before the entries are added one by one. */
  void restore(StoredMark mark, long markPlace, StoredState state, long statePlace, long nextOrdinal) {
    if (markPlace != 0) reset(mark, markPlace);
    if (statePlace != 0) state(state, statePlace);
    this.nextOrdinal = nextOrdinal;
  }

  void quarantine(GroupHealth.Quarantined verdict) { health = verdict; }

  /** Recovery could not believe the group: it knows no entries, and takes nothing but its removal. */
  void seal(GroupHealth.Quarantined verdict) {
    quarantine(verdict);
    sealed = true;
  }

  boolean sealed() { return sealed; }

  /** The entries from the index on have a new place, one after the other. */
  void move(List<StoredEntry> entries, long place) {
    resize(base, places.length);
    long at = place;
    for (int i = 0; i < entries.size(); i++) {
      int slot = (int) (entries.get(i).index() - base);
      segments.release(places[slot], lengths[slot]);
      segments.retain(at, lengths[slot]);
      places[slot] = at;
      at += RecordKind.ENTRY_BYTES + lengths[slot];
    }
  }

  /** The first index at or after {@code from} whose entry lies in the segment; last + 1 when there is none. */
  long nextIn(long sequence, long from) {
    long index = Math.max(from, first);
    while (index <= last && !in(sequence, places[(int) (index - base)])) index++;
    return index;
  }

  /** The first index after {@code from} whose entry does not lie in the segment. */
  long endIn(long sequence, long from) {
    long index = from;
    while (index <= last && in(sequence, places[(int) (index - base)])) index++;
    return index;
  }

  int length(long index) { return lengths[(int) (index - base)]; }

  boolean statedIn(long sequence) { return in(sequence, statePlace) || in(sequence, markPlace); }

  /** Forgets the payload, not the entry. */
  void evict(StoredEntry entry) {
    long slot = entry.index() - base;
    if (slot >= 0 && slot < cached.length && cached[(int) slot] == entry) cached[(int) slot] = null;
  }

  /** True while a reader could still ask for exactly this entry. */
  boolean keeps(StoredEntry entry) {
    long slot = entry.index() - base;
    return entry.index() >= first && entry.index() <= last && cached[(int) slot] == entry;
  }

  private static boolean in(long sequence, long place) { return Segment.sequenceOf(place) == sequence; }

  private void releaseEntries(long from, long to) {
    for (long index = from; index <= to; index++) {
      int slot = (int) (index - base);
      segments.release(places[slot], lengths[slot]);
    }
  }

  /** New arrays with the live slots, so that published views keep the old ones for themselves. */
  private void resize(long newBase, int slots) {
    int from = (int) (Math.max(first, newBase) - base);
    int to = (int) (Math.max(first, newBase) - newBase);
    int live = (int) (last + 1 - Math.max(first, newBase));
    long[] morePlaces = new long[slots];
    int[] moreLengths = new int[slots];
    StoredEntry[] moreCached = new StoredEntry[slots];
    System.arraycopy(places, from, morePlaces, to, live);
    System.arraycopy(lengths, from, moreLengths, to, live);
    System.arraycopy(cached, from, moreCached, to, live);
    places = morePlaces;
    lengths = moreLengths;
    cached = moreCached;
    base = newBase;
  }
}
