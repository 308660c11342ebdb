package io.vertikv.store.group;

import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.membership.Attachment;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.MembershipCodec;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import java.util.List;
import java.util.Optional;

/**
 * Who takes part in a group and where they live, as the engine remembers it: written when a membership is applied, in the
 * same write as the applied index or in an earlier one. (Earlier does no harm: the entry is committed and in the log, so it
 * would hold after the restart all the same.)
 *
 * <pre>
 * META g | group u64 | 01      membership as in the log ({@link MembershipCodec})
 * META g | group u64 | 02      addresses ({@link PeerAddresses}), only from memberships that carry some
 * </pre>
 */
public final class GroupRecord {
  private static final int MEMBERSHIP = 1;
  private static final int ADDRESSES = 2;

  private GroupRecord() {}

  /** What was applied last; empty: the founders still hold. Blocks. */
  public static Optional<Membership> membership(EngineReader engine, long group) {
    byte[] bytes = engine.get(Family.META, key(group, MEMBERSHIP), ReadTier.DISK);
    return bytes == null ? Optional.empty() : Optional.of(MembershipCodec.decode(bytes).membership());
  }

  /** Blocks. */
  public static Optional<PeerAddresses> addresses(EngineReader engine, long group) {
    byte[] bytes = engine.get(Family.META, key(group, ADDRESSES), ReadTier.DISK);
    return bytes == null ? Optional.empty() : Optional.of(PeerAddresses.decode(bytes));
  }

  static boolean concerns(List<LogEntry> entries) {
    for (int i = 0; i < entries.size(); i++) if (entries.get(i).kind() == EntryKind.MEMBERSHIP) return true;
    return false;
  }

  /** Adds what these entries change. */
  static void put(long group, List<LogEntry> entries, EngineBatch batch) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).kind() == EntryKind.MEMBERSHIP) {
        put(group, (MembershipPayload) entries.get(i).payload(), batch);
      }
    }
  }

  /** For a replica that starts from a snapshot. */
  public static void put(long group, MembershipPayload payload, EngineBatch batch) {
    MembershipPayload bare = new MembershipPayload(payload.membership(), Attachment.NONE);
    batch.put(Family.META, key(group, MEMBERSHIP), MembershipCodec.encode(bare));
    byte[] addresses = payload.attachment().toByteArray();
    if (addresses.length > 0) batch.put(Family.META, key(group, ADDRESSES), addresses);
  }

  /** Where all records of a group lie in META. */
  public static KeyRange records(long group) {
    return KeyRange.prefix(new ByteWriter(16).u8('g').u64(group).toByteArray());
  }

  private static byte[] key(long group, int what) {
    return new ByteWriter(16).u8('g').u64(group).u8(what).toByteArray();
  }
}
