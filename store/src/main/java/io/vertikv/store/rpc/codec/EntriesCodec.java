package io.vertikv.store.rpc.codec;

import io.netty.buffer.ByteBuf;
import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.LogMark;
import io.vertikv.raft.log.Payload;
import io.vertikv.raft.membership.Attachment;
import io.vertikv.raft.membership.MalformedMembership;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.MembershipCodec;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.group.EntryBytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries on the wire. Their indexes are not sent: they follow the entry before. A command's bytes are copied once into
 * the frame and once out of it, and not looked at.
 *
 * <pre>
 *   entries:  count u32, then count × ( term u64 | kind u8 | payload: length u32, bytes )
 *   kinds as in the log: 0 COMMAND, 1 NO_OP, 2 MEMBERSHIP
 * </pre>
 */
final class EntriesCodec {
  /** An entry on the heap is several times as large as one of few bytes in a frame, hence a limit of their number. */
  static final int ENTRIES_MAX = 1 << 17;
  private static final int ENTRY_BYTES = 8 + 1 + 4;
  private static final int COMMAND = 0;
  private static final int NO_OP = 1;
  private static final int MEMBERSHIP = 2;

  private EntriesCodec() {}

  static int sizeBytes(List<LogEntry> entries) {
    long bytes = 4;
    for (int i = 0; i < entries.size(); i++) bytes += ENTRY_BYTES + (long) entries.get(i).payload().sizeBytes();
    return Math.toIntExact(bytes);
  }

  static void write(ByteBuf out, LogMark previous, List<LogEntry> entries) {
    if (entries.size() > ENTRIES_MAX) throw new IllegalArgumentException(entries.size() + " entries in one message");
    out.writeInt(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      LogEntry entry = entries.get(i);
      if (entry.index() != previous.index() + 1 + i) {
        throw new IllegalArgumentException("entry " + entry.index() + " at place " + i + " after " + previous);
      }
      out.writeLong(entry.term());
      switch (entry.kind()) {
        case COMMAND -> payload(out, COMMAND, ((EntryBytes) entry.payload()).bytes().array());
        case NO_OP -> out.writeByte(NO_OP).writeInt(0);
        case MEMBERSHIP -> payload(out, MEMBERSHIP, MembershipCodec.encode((MembershipPayload) entry.payload()));
      }
    }
  }

  private static void payload(ByteBuf out, int kind, byte[] bytes) {
    out.writeByte(kind).writeInt(bytes.length).writeBytes(bytes);
  }

  static List<LogEntry> read(WireReader in, LogMark previous) {
    long count = in.u32();
    if (count > ENTRIES_MAX || count * ENTRY_BYTES > in.remaining()) {
      throw new MalformedBytes(count + " entries in " + in.remaining() + " bytes");
    }
    if (previous.index() < 0 || previous.index() > Long.MAX_VALUE - count) {
      throw new MalformedBytes("entries after " + previous);
    }
    List<LogEntry> entries = new ArrayList<>((int) count);
    for (int i = 0; i < count; i++) entries.add(entry(in, previous.index() + 1 + i));
    return entries;
  }

  private static LogEntry entry(WireReader in, long index) {
    long term = in.u64();
    if (term <= 0) throw new MalformedBytes("entry " + index + " of term " + term);
    int kind = in.u8();
    int length = in.length();
    return switch (kind) {
      case COMMAND -> new LogEntry(index, term, EntryKind.COMMAND, new EntryBytes(Bytes.of(in.copy(length))));
      case NO_OP -> {
        in.leave(in.enter(length));
        yield new LogEntry(index, term, EntryKind.NO_OP, Payload.NONE);
      }
      case MEMBERSHIP -> new LogEntry(index, term, EntryKind.MEMBERSHIP, membershipPayload(in.copy(length)));
      default -> throw new MalformedBytes("entry of kind " + kind);
    };
  }

  /** A membership alone has the form of one in an entry, without an attachment. */
  static byte[] membership(Membership membership) {
    return MembershipCodec.encode(new MembershipPayload(membership, Attachment.NONE));
  }

  static MembershipPayload membershipPayload(byte[] bytes) {
    try {
      return MembershipCodec.decode(bytes);
    } catch (MalformedMembership malformed) {
      throw new MalformedBytes(malformed.getMessage());
    }
  }
}
