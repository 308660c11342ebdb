package io.vertikv.store.rpc.codec;

import io.netty.buffer.ByteBuf;
import io.vertikv.raft.log.LogMark;
import io.vertikv.raft.membership.Attachment;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.raft.message.AppendAccepted;
import io.vertikv.raft.message.AppendRejected;
import io.vertikv.raft.message.AppendRequest;
import io.vertikv.raft.message.Heartbeat;
import io.vertikv.raft.message.HeartbeatReply;
import io.vertikv.raft.message.InstallSnapshot;
import io.vertikv.raft.message.PreVoteReply;
import io.vertikv.raft.message.PreVoteRequest;
import io.vertikv.raft.message.Quiesce;
import io.vertikv.raft.message.RaftMessage;
import io.vertikv.raft.message.ReadIndexReply;
import io.vertikv.raft.message.ReadIndexRequest;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.message.StaleTerm;
import io.vertikv.raft.message.TimeoutNow;
import io.vertikv.raft.message.VoteReply;
import io.vertikv.raft.message.VoteRequest;
import io.vertikv.raft.message.WakeUp;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.rpc.GroupMessage;

/**
 * The bytes of Raft messages; numbers are big-endian, {@code mark} is index u64, term u64.
 *
 * <pre>
 *   size u32 of what follows | version u8 = 1 | type u8 | group u64 | to peer u64 | from peer u64 | term u64 | fields
 *
 *    1 VoteRequest       last mark, transfer u8           9 HeartbeatReply    read round u64, sent u64
 *    2 VoteReply         granted u8                      10 InstallSnapshot   last mark, membership: length u32, bytes
 *    3 PreVoteRequest    last mark                       11 ReadIndexRequest  batch u64
 *    4 PreVoteReply      granted u8                      12 ReadIndexReply    batch u64, index u64
 *    5 AppendRequest     previous mark, commit u64,      13 TimeoutNow        last index u64
 *                        sent u64, entries               14 Quiesce           last mark
 *    6 AppendAccepted    matched u64, sent u64           15 WakeUp
 *    7 AppendRejected    rejected u64, hint mark,        16 StaleTerm
 *                        sent u64
 *    8 Heartbeat         commit u64, read round u64, sent u64
 * </pre>
 *
 * <p>Fields may be added at the end of a message: readers skip what they do not know. Any other change is a new version,
 * which older readers refuse.
 */
public final class MessageCodec {
  private static final int VERSION = 1;
  private static final int HEADER_BYTES = 2 + 4 * 8;
  private static final int SIZE_BYTES = 4;
  private static final int MARK_BYTES = 16;

  private MessageCodec() {}

  /** All bytes of the message, its size included. */
  public static int sizeBytes(RaftMessage message) {
    return SIZE_BYTES + HEADER_BYTES + fieldBytes(message);
  }

  private static int fieldBytes(RaftMessage message) {
    return switch (message) {
      case VoteRequest _ -> MARK_BYTES + 1;
      case VoteReply _ -> 1;
      case PreVoteRequest _ -> MARK_BYTES;
      case PreVoteReply _ -> 1;
      case AppendRequest m -> MARK_BYTES + 16 + EntriesCodec.sizeBytes(m.entries());
      case AppendAccepted _ -> 16;
      case AppendRejected _ -> 8 + MARK_BYTES + 8;
      case Heartbeat _ -> 24;
      case HeartbeatReply _ -> 16;
      case InstallSnapshot m -> MARK_BYTES + 4 + snapshotMembership(m).sizeBytes();
      case ReadIndexRequest _ -> 8;
      case ReadIndexReply _ -> 16;
      case TimeoutNow _ -> 8;
      case Quiesce _ -> MARK_BYTES;
      case WakeUp _ -> 0;
      case StaleTerm _ -> 0;
    };
  }

  /** Writes just what {@link #sizeBytes} says; the buffer must have room for it. */
  public static void write(ByteBuf out, GroupMessage addressed, int sizeBytes) {
    RaftMessage message = addressed.message();
    out.writeInt(sizeBytes - SIZE_BYTES).writeByte(VERSION).writeByte(typeOf(message));
    out.writeLong(addressed.group()).writeLong(addressed.toPeer()).writeLong(message.from()).writeLong(message.term());
    switch (message) {
      case VoteRequest m -> mark(out, m.last()).writeBoolean(m.transfer());
      case VoteReply m -> out.writeBoolean(m.granted());
      case PreVoteRequest m -> mark(out, m.last());
      case PreVoteReply m -> out.writeBoolean(m.granted());
      case AppendRequest m -> {
        mark(out, m.previous()).writeLong(m.commit()).writeLong(m.sentNanos());
        EntriesCodec.write(out, m.previous(), m.entries());
      }
      case AppendAccepted m -> out.writeLong(m.matched()).writeLong(m.sentNanos());
      case AppendRejected m -> mark(out.writeLong(m.rejected()), m.hint()).writeLong(m.sentNanos());
      case Heartbeat m -> out.writeLong(m.commit()).writeLong(m.readRound()).writeLong(m.sentNanos());
      case HeartbeatReply m -> out.writeLong(m.readRound()).writeLong(m.sentNanos());
      case InstallSnapshot m -> {
        byte[] membership = EntriesCodec.membership(m.snapshot().membership());
        mark(out, m.snapshot().last()).writeInt(membership.length).writeBytes(membership);
      }
      case ReadIndexRequest m -> out.writeLong(m.batch());
      case ReadIndexReply m -> out.writeLong(m.batch()).writeLong(m.index());
      case TimeoutNow m -> out.writeLong(m.lastIndex());
      case Quiesce m -> mark(out, m.last());
      case WakeUp _ -> {}
      case StaleTerm _ -> {}
    }
  }

  public static GroupMessage read(WireReader in) {
    int outer = in.enter(in.length());
    int version = in.u8();
    if (version != VERSION) throw new MalformedBytes("a Raft message of version " + version);
    int type = in.u8();
    GroupMessage message = new GroupMessage(in.u64(), in.u64(), fields(in, type, in.u64(), in.u64()));
    in.leave(outer);
    return message;
  }

  private static RaftMessage fields(WireReader in, int type, long from, long term) {
    return switch (type) {
      case 1 -> new VoteRequest(from, term, mark(in), in.flag());
      case 2 -> new VoteReply(from, term, in.flag());
      case 3 -> new PreVoteRequest(from, term, mark(in));
      case 4 -> new PreVoteReply(from, term, in.flag());
      case 5 -> appendRequest(in, from, term);
      case 6 -> new AppendAccepted(from, term, in.u64(), in.u64());
      case 7 -> new AppendRejected(from, term, in.u64(), mark(in), in.u64());
      case 8 -> new Heartbeat(from, term, in.u64(), in.u64(), in.u64());
      case 9 -> new HeartbeatReply(from, term, in.u64(), in.u64());
      case 10 -> new InstallSnapshot(from, term,
          new SnapshotMark(mark(in), EntriesCodec.membershipPayload(in.sized()).membership()));
      case 11 -> new ReadIndexRequest(from, term, in.u64());
      case 12 -> new ReadIndexReply(from, term, in.u64(), in.u64());
      case 13 -> new TimeoutNow(from, term, in.u64());
      case 14 -> new Quiesce(from, term, mark(in));
      case 15 -> new WakeUp(from, term);
      case 16 -> new StaleTerm(from, term);
      default -> throw new MalformedBytes("a Raft message of type " + type);
    };
  }

  private static int typeOf(RaftMessage message) {
    return switch (message) {
      case VoteRequest _ -> 1;
      case VoteReply _ -> 2;
      case PreVoteRequest _ -> 3;
      case PreVoteReply _ -> 4;
      case AppendRequest _ -> 5;
      case AppendAccepted _ -> 6;
      case AppendRejected _ -> 7;
      case Heartbeat _ -> 8;
      case HeartbeatReply _ -> 9;
      case InstallSnapshot _ -> 10;
      case ReadIndexRequest _ -> 11;
      case ReadIndexReply _ -> 12;
      case TimeoutNow _ -> 13;
      case Quiesce _ -> 14;
      case WakeUp _ -> 15;
      case StaleTerm _ -> 16;
    };
  }

  private static AppendRequest appendRequest(WireReader in, long from, long term) {
    LogMark previous = mark(in);
    long commit = in.u64();
    long sentNanos = in.u64();
    return new AppendRequest(from, term, previous, EntriesCodec.read(in, previous), commit, sentNanos);
  }

  private static MembershipPayload snapshotMembership(InstallSnapshot message) {
    return new MembershipPayload(message.snapshot().membership(), Attachment.NONE);
  }

  private static ByteBuf mark(ByteBuf out, LogMark mark) {
    return out.writeLong(mark.index()).writeLong(mark.term());
  }

  private static LogMark mark(WireReader in) {
    return new LogMark(in.u64(), in.u64());
  }
}
