package io.vertikv.raft.membership;

import io.vertikv.raft.quorum.PeerSet;
import java.util.Arrays;

/**
 * The bytes of a {@link MembershipPayload}; numbers are big-endian.
 *
 * <pre>
 *   01 | voters | outgoing | learners | demoting | attachment
 *        each set: count u8, then count × peer u64, ascending        attachment: length u32, then bytes
 * </pre>
 */
public final class MembershipCodec {
  private static final int VERSION = 1;
  private static final int FIXED_BYTES = 1 + 4 + 4;

  private MembershipCodec() {}

  static int sizeBytes(MembershipPayload payload) {
    Membership m = payload.membership();
    int peers = m.voters().size() + m.outgoing().size() + m.learners().size() + m.demoting().size();
    return FIXED_BYTES + 8 * peers + payload.attachment().sizeBytes();
  }

  public static byte[] encode(MembershipPayload payload) {
    byte[] bytes = new byte[sizeBytes(payload)];
    bytes[0] = VERSION;
    Membership m = payload.membership();
    int at = put(bytes, 1, m.voters());
    at = put(bytes, at, m.outgoing());
    at = put(bytes, at, m.learners());
    at = put(bytes, at, m.demoting());
    byte[] attachment = payload.attachment().toByteArray();
    putNumber(bytes, at, attachment.length, 4);
    System.arraycopy(attachment, 0, bytes, at + 4, attachment.length);
    return bytes;
  }

  public static MembershipPayload decode(byte[] bytes) {
    Cursor in = new Cursor(bytes);
    long version = in.number(1);
    if (version != VERSION) throw new MalformedMembership("membership record of version " + version);
    PeerSet voters = in.peers();
    PeerSet outgoing = in.peers();
    PeerSet learners = in.peers();
    PeerSet demoting = in.peers();
    long length = in.number(4);
    if (length != in.left() || length > Attachment.SIZE_BYTES_MAX) {
      throw new MalformedMembership("attachment of " + length + " bytes with " + in.left() + " left");
    }
    Attachment attachment = Attachment.of(Arrays.copyOfRange(bytes, in.at, bytes.length));
    try {
      return new MembershipPayload(new Membership(voters, outgoing, learners, demoting), attachment);
    } catch (IllegalArgumentException notAMembership) {
      throw new MalformedMembership(notAMembership.getMessage());
    }
  }

  private static int put(byte[] bytes, int at, PeerSet peers) {
    bytes[at] = (byte) peers.size();
    for (int i = 0; i < peers.size(); i++) putNumber(bytes, at + 1 + 8 * i, peers.at(i), 8);
    return at + 1 + 8 * peers.size();
  }

  private static void putNumber(byte[] bytes, int at, long value, int width) {
    for (int i = 0; i < width; i++) bytes[at + i] = (byte) (value >>> 8 * (width - 1 - i));
  }

  /** Reads forward; says no before it reads or allocates beyond the end. */
  private static final class Cursor {
    private final byte[] bytes;
    private int at;

    Cursor(byte[] bytes) { this.bytes = bytes; }

    int left() { return bytes.length - at; }

    long number(int width) {
      if (left() < width) throw new MalformedMembership("cut short at byte " + at);
      long value = 0;
      for (int i = 0; i < width; i++) value = value << 8 | bytes[at++] & 0xFF;
      return value;
    }

    PeerSet peers() {
      int count = (int) number(1);
      if (count > Membership.PEERS_MAX) throw new MalformedMembership(count + " peers in one set");
      long[] ids = new long[count];
      for (int i = 0; i < count; i++) {
        ids[i] = number(8);
        if (ids[i] <= (i == 0 ? 0 : ids[i - 1])) throw new MalformedMembership("peer " + ids[i] + " out of order");
      }
      return PeerSet.of(ids);
    }
  }
}
