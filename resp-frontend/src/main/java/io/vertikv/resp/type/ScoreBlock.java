package io.vertikv.resp.type;

import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.bytes.OrderedBytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A stretch of a large sorted set's members in the order of their scores, one record. Read in place; a change makes a new
 * array.
 *
 * <pre>
 * version u8 = 1 | (score, IEEE 754 bits u64 | member sized)*
 * </pre>
 *
 * Places, which are what is looked for, are explained in {@link RedisKeys}.
 */
final class ScoreBlock implements RankPart {
  /** A block with more members, or with more bytes and at least two members, is halved. */
  static final int MEMBERS_MAX = 16;
  static final int BYTES_MAX = 1024;

  private static final int VERSION = 1;
  private static final int FIRST = 1;
  private static final int SCORE = 8;
  private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] lower;
  private byte[] bytes;
  private int total;
  private boolean changed;

  private ScoreBlock(byte[] lower, byte[] bytes, int total) {
    this.lower = lower;
    this.bytes = bytes;
    this.total = total;
  }

  static ScoreBlock decode(byte[] lower, byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != VERSION) {
      throw new MalformedBytes("not a score block of version " + VERSION);
    }
    ScoreBlock block = new ScoreBlock(lower, bytes, 0);
    int at = FIRST;
    while (at < bytes.length) {
      if (at + SCORE >= bytes.length) throw new MalformedBytes("score block of " + bytes.length + " bytes");
      at = block.next(at);
      block.total++;
    }
    if (at != bytes.length) throw new MalformedBytes("score block of " + bytes.length + " bytes");
    return block;
  }

  static ScoreBlock empty(byte[] lower) {
    ScoreBlock block = new ScoreBlock(lower, new byte[]{VERSION}, 0);
    block.changed = true;
    return block;
  }

  @Override
  public byte[] lower() { return lower; }

  @Override
  public long total() { return total; }

  byte[] bytes() { return bytes; }

  boolean changed() { return changed; }

  void saved() { changed = false; }

  boolean full() { return total > MEMBERS_MAX || bytes.length > BYTES_MAX && total > 1; }

  /** How many members lie before a place. */
  long before(byte[] place) {
    long before = 0;
    for (int at = FIRST; at < bytes.length && compare(at, place) < 0; at = next(at)) before++;
    return before;
  }

  /** A member that is not there. */
  void add(byte[] place, double score) {
    int at = find(place);
    int member = place.length - SCORE;
    int lengthBytes = (38 - Integer.numberOfLeadingZeros(member | 1)) / 7;
    byte[] next = Arrays.copyOf(bytes, bytes.length + SCORE + lengthBytes + member);
    U64.set(next, at, Double.doubleToRawLongBits(score));
    int to = at + SCORE;
    for (int left = member, i = 1; i <= lengthBytes; i++, left >>>= 7) {
      next[to++] = (byte) (i < lengthBytes ? left | 0x80 : left);
    }
    System.arraycopy(place, SCORE, next, to, member);
    System.arraycopy(bytes, at, next, to + member, bytes.length - at);
    become(next, total + 1);
  }

  /** A member that is there. */
  void remove(byte[] place) {
    int at = find(place);
    if (at == bytes.length || compare(at, place) != 0) throw new IllegalStateException("no such member by score");
    int behind = next(at);
    byte[] rest = Arrays.copyOf(bytes, bytes.length - (behind - at));
    System.arraycopy(bytes, behind, rest, at, bytes.length - behind);
    become(rest, total - 1);
  }

  /** Moves the second half of the members to a new block. */
  ScoreBlock halve() {
    int left = total / 2;
    int last = FIRST;
    for (int i = 1; i < left; i++) last = next(last);
    int cut = next(last);
    byte[] bound = between(place(last), place(cut));
    ScoreBlock right = empty(bound);
    byte[] second = new byte[FIRST + bytes.length - cut];
    second[0] = VERSION;
    System.arraycopy(bytes, cut, second, FIRST, bytes.length - cut);
    right.become(second, total - left);
    become(Arrays.copyOf(bytes, cut), left);
    return right;
  }

  /** The shortest place behind the first and not behind the second. */
  private static byte[] between(byte[] first, byte[] second) {
    return Arrays.copyOf(second, Arrays.mismatch(first, second) + 1);
  }

  /** Takes over the members of the block behind this one. */
  void append(ScoreBlock right) {
    byte[] both = Arrays.copyOf(bytes, bytes.length + right.bytes.length - FIRST);
    System.arraycopy(right.bytes, FIRST, both, bytes.length, right.bytes.length - FIRST);
    become(both, total + right.total);
  }

  private void become(byte[] next, int members) {
    bytes = next;
    total = members;
    changed = true;
  }

  List<ScoredMember> members() {
    List<ScoredMember> members = new ArrayList<>(total);
    for (int at = FIRST; at < bytes.length; at = next(at)) {
      members.add(new ScoredMember(new Slice(bytes, memberAt(at), length(at)), score(at)));
    }
    return members;
  }

  /** The first member that is not before a place, or the end. */
  private int find(byte[] place) {
    int at = FIRST;
    while (at < bytes.length && compare(at, place) < 0) at = next(at);
    return at;
  }

  private int compare(int at, byte[] place) {
    int byScore = Long.compareUnsigned(OrderedBytes.orderedDouble(score(at)), (long) U64.get(place, 0));
    if (byScore != 0) return byScore;
    int from = memberAt(at);
    return Arrays.compareUnsigned(bytes, from, from + length(at), place, SCORE, place.length);
  }

  private double score(int at) { return Double.longBitsToDouble((long) U64.get(bytes, at)); }

  private byte[] place(int at) {
    int from = memberAt(at);
    return RedisKeys.place(score(at), Arrays.copyOfRange(bytes, from, from + length(at)));
  }

  private int length(int at) {
    int length = bytes[at + SCORE];
    if (length >= 0) return length;
    length &= 0x7F;
    for (int i = at + SCORE + 1, shift = 7;; i++, shift += 7) {
      length |= (bytes[i] & 0x7F) << shift;
      if (bytes[i] >= 0) return length;
    }
  }

  private int memberAt(int at) {
    int from = at + SCORE;
    while (bytes[from] < 0) from++;
    return from + 1;
  }

  private int next(int at) { return memberAt(at) + length(at); }
}
