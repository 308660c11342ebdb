package io.vertikv.resp.type;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One end of a large sorted set, kept in its header: the outermost members, and the place where they stop.
 *
 * <p>A queue takes members away at one end. Their entries by score are deleted, yet the deleted versions stay in the
 * engine for a while, all of them at the place where the next look for the outermost member begins: the longer the queue
 * runs, the more of them each look has to step over. So that place is remembered. <b>Invariant</b>: of the members outside
 * of {@link #bound} (before it at the low end; at or behind it at the high end) exactly these are in the set. A walk from
 * the outside shows them and then begins at the bound.
 *
 * <p>Taking the outermost member needs no scan until all that are kept are taken; then one scan from the bound finds as many
 * again. A member put outside of the bound is kept, and pushes another one inside when there are too many. So it stays
 * right, and cheap, also for a queue with priorities, whose new members come before those that were taken last.
 *
 * <pre>
 * bound sized | (score, IEEE bits u64 | member sized)*, outermost first
 * </pre>
 */
final class ZsetEnd {
  static final int MEMBERS_MAX = 8;
  private static final int MEMBER_BYTES_MAX = 512;
  private static final int BOUND_BYTES_MAX = 8 + 256;

  private final Direction inwards;
  private byte[] bound;
  private final byte[] encoded;
  /** Outermost first; null until somebody asks for them. */
  private List<ScoredMember> members;

  private ZsetEnd(Direction inwards, byte[] bound, byte[] encoded, List<ScoredMember> members) {
    this.inwards = inwards;
    this.bound = bound;
    this.encoded = encoded;
    this.members = members;
  }

  /** @param inwards FORWARD for the low end */
  static ZsetEnd decode(Direction inwards, byte[] bytes) {
    ByteReader reader = new ByteReader(bytes);
    return new ZsetEnd(inwards, reader.sized(), reader.rest(), null);
  }

  /** An end where nothing is outside of the bound, and that is the outermost possible. */
  static ZsetEnd unknown(Direction inwards) {
    byte[] outermost = inwards == Direction.FORWARD ? new byte[0] : new byte[]{(byte) 0xFF, (byte) 0xFF};
    return new ZsetEnd(inwards, outermost, null, new ArrayList<>());
  }

  byte[] encode() {
    ByteWriter writer = new ByteWriter(64).sized(bound);
    if (members == null) return writer.raw(encoded).toByteArray();
    for (ScoredMember m : members) {
      writer.u64(Double.doubleToRawLongBits(m.score())).varint(m.member().length());
      writer.raw(m.member().array(), m.member().offset(), m.member().length());
    }
    return writer.toByteArray();
  }

  /** The low end's bound is the first place inside, the high end's the first one outside. */
  byte[] bound() { return bound; }

  /** Outermost first. */
  List<ScoredMember> members() {
    if (members == null) {
      members = new ArrayList<>(MEMBERS_MAX);
      ByteReader reader = new ByteReader(encoded);
      while (reader.remaining() > 0) {
        double score = Double.longBitsToDouble(reader.u64());
        members.add(new ScoredMember(Slice.of(reader.sized()), score));
      }
    }
    return members;
  }

  private boolean outside(byte[] place) {
    int order = Arrays.compareUnsigned(place, bound);
    return inwards == Direction.FORWARD ? order < 0 : order >= 0;
  }

  /** A member that was not in the set is. */
  void add(byte[] place, byte[] member, double score) {
    if (!outside(place)) return;
    ScoredMember added = new ScoredMember(Slice.of(member), score);
    int at = 0;
    while (at < members().size() && isBefore(members.get(at), added)) at++;
    members.add(at, added);
    trim();
  }

  private boolean isBefore(ScoredMember first, ScoredMember second) {
    int order = first.compareTo(second);
    return inwards == Direction.FORWARD ? order < 0 : order > 0;
  }

  private void trim() {
    int bytes = 0;
    int kept = 0;
    for (; kept < members.size() && kept < MEMBERS_MAX; kept++) {
      bytes += members.get(kept).member().length();
      if (bytes > MEMBER_BYTES_MAX) break;
    }
    if (kept < members.size()) boundAt(members.get(kept), true);
  }

  /** Moves the bound to a member's place: to its outer side, or to its inner side so that the member lies outside. */
  private void boundAt(ScoredMember member, boolean outerSide) {
    byte[] place = RedisKeys.place(member.score(), member.member().toByteArray());
    boolean exact = place.length < BOUND_BYTES_MAX;
    byte[] cut = exact ? place : Arrays.copyOf(place, BOUND_BYTES_MAX);
    boolean low = inwards == Direction.FORWARD;
    // What begins with a place that was cut short lies inside as a whole.
    if (!exact) bound = low ? cut : KeyRange.successorOfPrefix(cut);
    else bound = low == outerSide ? place : Arrays.copyOf(place, place.length + 1);
    members.removeIf(m -> !outside(RedisKeys.place(m.score(), m.member().toByteArray())));
  }

  /** A member that was in the set is not any more. */
  void remove(byte[] place, byte[] member) {
    if (!outside(place)) return;
    Slice removed = Slice.of(member);
    members().removeIf(m -> m.member().equals(removed));
  }

  boolean isEmpty() { return members().isEmpty(); }

  /** The outermost members inside of the bound, as a scan found them, up to {@link #MEMBERS_MAX}: none are outside. */
  void refill(List<ScoredMember> found) {
    if (found.isEmpty()) return;
    members().addAll(found);
    boundAt(found.getLast(), false);
    trim();
  }
}
