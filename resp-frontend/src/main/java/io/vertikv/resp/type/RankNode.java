package io.vertikv.resp.type;

import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A node of a {@link RankTree}: where each of its children begins, and how many members lie in it. Stored as two records,
 * since a ZADD changes counts and seldom bounds, and counts are small:
 *
 * <pre>
 * bounds:  version u8 = 1 | bounds u16 | (where the bound ends u32)* | the bounds' bytes
 * counts:  version u8 = 1 | (members of the child, u16 at level 1, u32 above)*
 * </pre>
 *
 * There is one bound less than there are children: the first child begins where the node does, which is in the node's
 * key. Both records are read in place; what is changed is a copy.
 */
final class RankNode implements RankPart {
  /** A node with more children, or with bounds of more bytes, is halved. */
  static final int CHILDREN_MAX = 128;
  private static final int BOUND_BYTES_MAX = 16 << 10;

  private static final int VERSION = 1;
  private static final int ENDS_AT = 3;
  private static final int COUNTS_AT = 1;
  private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** A child while a node is put together; its part is null when it has not been looked at. */
  record Child(byte[] lower, long count, RankPart part) {
    static Child of(RankPart part) { return new Child(part.lower(), part.total(), part); }
  }

  private final int level;
  private final byte[] lower;
  private byte[] bounds;
  private byte[] counts;
  private RankPart[] loaded;
  /** No child before the first and none from the end on has been looked at. */
  private int firstLoaded;
  private int loadedEnd;
  private boolean boundsChanged;
  /** What is stored; null when nothing is. */
  private byte[] storedCounts;

  private RankNode(int level, byte[] lower, byte[] bounds, byte[] counts) {
    this.level = level;
    this.lower = lower;
    this.bounds = bounds;
    this.counts = counts;
    storedCounts = counts;
    loaded = new RankPart[children()];
  }

  /** A node as stored. */
  static RankNode decode(int level, byte[] lower, byte[] bounds, byte[] counts) {
    if (bounds.length < ENDS_AT || bounds[0] != VERSION || counts.length < COUNTS_AT || counts[0] != VERSION) {
      throw new MalformedBytes("not a rank node of version " + VERSION);
    }
    int stored = (short) U16.get(bounds, 1) & 0xFFFF;
    int data = ENDS_AT + 4 * stored;
    boolean whole = bounds.length >= data
        && bounds.length == data + (stored == 0 ? 0 : (int) U32.get(bounds, data - 4))
        && counts.length == COUNTS_AT + width(level) * (stored + 1);
    if (!whole) throw new MalformedBytes("rank node of " + bounds.length + " and " + counts.length + " bytes");
    return new RankNode(level, lower, bounds, counts);
  }

  /** A node that is not stored yet. */
  static RankNode of(int level, List<Child> children) {
    RankNode node = new RankNode(level, children.getFirst().lower(), encodeBounds(children),
        encodeCounts(level, children));
    for (int i = 0; i < children.size(); i++) if (children.get(i).part() != null) node.load(i, children.get(i).part());
    node.boundsChanged = true;
    node.storedCounts = null;
    return node;
  }

  private static byte[] encodeBounds(List<Child> children) {
    ByteWriter writer = new ByteWriter(ENDS_AT + 32 * children.size()).u8(VERSION).u16(children.size() - 1);
    int end = 0;
    for (Child child : children.subList(1, children.size())) writer.u32(end += child.lower().length);
    for (Child child : children.subList(1, children.size())) writer.raw(child.lower());
    return writer.toByteArray();
  }

  private static byte[] encodeCounts(int level, List<Child> children) {
    byte[] counts = new byte[COUNTS_AT + width(level) * children.size()];
    counts[0] = VERSION;
    for (int i = 0; i < children.size(); i++) setCount(level, counts, i, children.get(i).count());
    return counts;
  }

  private static int width(int level) { return level == 1 ? 2 : 4; }

  private static void setCount(int level, byte[] counts, int child, long count) {
    if (level == 1) U16.set(counts, COUNTS_AT + 2 * child, (short) count);
    else U32.set(counts, COUNTS_AT + 4 * child, Math.toIntExact(count));
  }

  int level() { return level; }

  @Override
  public byte[] lower() { return lower; }

  byte[] bounds() { return bounds; }

  byte[] counts() { return counts; }

  boolean boundsChanged() { return boundsChanged; }

  boolean countsChanged() { return counts != storedCounts && !Arrays.equals(counts, storedCounts); }

  void saved() {
    boundsChanged = false;
    storedCounts = counts;
  }

  int children() { return (counts.length - COUNTS_AT) / width(level); }

  boolean full() { return children() > CHILDREN_MAX || bounds.length > BOUND_BYTES_MAX && children() > 2; }

  /** The child in whose part of the order a place lies: the last one that does not begin behind it. */
  int child(byte[] place) {
    int low = 0;
    int high = children() - 1;
    while (low < high) {
      int middle = low + high + 1 >>> 1;
      if (Arrays.compareUnsigned(bounds, start(middle), end(middle), place, 0, place.length) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  // Child i, from 1 on, begins with the bound number i - 1.
  private int end(int child) { return data() + (int) U32.get(bounds, ENDS_AT + 4 * (child - 1)); }

  private int start(int child) { return child == 1 ? data() : end(child - 1); }

  private int data() { return ENDS_AT + 4 * (children() - 1); }

  /** Where a child begins. */
  byte[] lower(int child) {
    return child == 0 ? lower : Arrays.copyOfRange(bounds, start(child), end(child));
  }

  long count(int child) {
    return level == 1
        ? (short) U16.get(counts, COUNTS_AT + 2 * child) & 0xFFFF
        : (int) U32.get(counts, COUNTS_AT + 4 * child) & 0xFFFF_FFFFL;
  }

  /** Members of all children before this one. */
  long before(int child) {
    long before = 0;
    for (int i = 0; i < child; i++) before += count(i);
    return before;
  }

  @Override
  public long total() { return before(children()); }

  void add(int child, int change) {
    if (counts == storedCounts) counts = counts.clone();
    setCount(level, counts, child, count(child) + change);
  }

  /** Null when it has not been looked at. */
  RankPart loaded(int child) { return loaded[child]; }

  void load(int child, RankPart part) {
    loaded[child] = part;
    firstLoaded = loadedEnd == 0 ? child : Math.min(firstLoaded, child);
    loadedEnd = Math.max(loadedEnd, child + 1);
  }

  int firstLoaded() { return firstLoaded; }

  int loadedEnd() { return loadedEnd; }

  /** Makes two of one child: what lies from {@code second}'s lower bound on, and so many members, is now the second's. */
  void cut(int child, Child second) {
    List<Child> all = all();
    Child first = all.get(child);
    all.set(child, new Child(first.lower(), first.count() - second.count(), first.part()));
    all.add(child + 1, second);
    become(all);
  }

  /** Makes one of a child and the one before it, which takes over its part of the order. */
  void join(int child) {
    List<Child> all = all();
    Child gone = all.remove(child);
    Child left = all.get(child - 1);
    all.set(child - 1, new Child(left.lower(), left.count() + gone.count(), left.part()));
    become(all);
  }

  /** Moves the second half of the children to a new node. */
  RankNode halve() {
    List<Child> all = all();
    int half = all.size() / 2;
    RankNode right = of(level, all.subList(half, all.size()));
    become(all.subList(0, half));
    return right;
  }

  private List<Child> all() {
    List<Child> all = new ArrayList<>(children() + 1);
    for (int i = 0; i < children(); i++) all.add(new Child(lower(i), count(i), loaded[i]));
    return all;
  }

  private void become(List<Child> all) {
    RankNode next = of(level, all);
    bounds = next.bounds;
    counts = next.counts;
    loaded = next.loaded;
    firstLoaded = next.firstLoaded;
    loadedEnd = next.loadedEnd;
    boundsChanged = true;
  }
}
