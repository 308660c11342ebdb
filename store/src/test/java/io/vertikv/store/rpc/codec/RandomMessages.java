package io.vertikv.store.rpc.codec;

import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.LogMark;
import io.vertikv.raft.log.Payload;
import io.vertikv.raft.membership.Attachment;
import io.vertikv.raft.membership.Membership;
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
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.group.EntryBytes;
import io.vertikv.store.rpc.GroupMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Messages of every type with fields by chance, extremes among them. */
final class RandomMessages {
  static final int TYPES = 16;

  private final RandomGenerator random;

  RandomMessages(RandomGenerator random) { this.random = random; }

  GroupMessage next() {
    return next(1 + random.nextInt(TYPES));
  }

  GroupMessage next(int type) {
    return new GroupMessage(number(), number(), message(type, number(), number()));
  }

  private RaftMessage message(int type, long from, long term) {
    return switch (type) {
      case 1 -> new VoteRequest(from, term, mark(), random.nextBoolean());
      case 2 -> new VoteReply(from, term, random.nextBoolean());
      case 3 -> new PreVoteRequest(from, term, mark());
      case 4 -> new PreVoteReply(from, term, random.nextBoolean());
      case 5 -> appendRequest(from, term);
      case 6 -> new AppendAccepted(from, term, number(), number());
      case 7 -> new AppendRejected(from, term, number(), mark(), number());
      case 8 -> new Heartbeat(from, term, number(), number(), number());
      case 9 -> new HeartbeatReply(from, term, number(), number());
      case 10 -> new InstallSnapshot(from, term, new SnapshotMark(mark(), membership()));
      case 11 -> new ReadIndexRequest(from, term, number());
      case 12 -> new ReadIndexReply(from, term, number(), number());
      case 13 -> new TimeoutNow(from, term, number());
      case 14 -> new Quiesce(from, term, mark());
      case 15 -> new WakeUp(from, term);
      case 16 -> new StaleTerm(from, term);
      default -> throw new IllegalArgumentException("type " + type);
    };
  }

  private AppendRequest appendRequest(long from, long term) {
    LogMark previous = new LogMark(random.nextLong(1L << 40), number());
    List<LogEntry> entries = new ArrayList<>();
    for (int count = random.nextInt(5); count > 0; count--) {
      entries.add(entry(previous.index() + 1 + entries.size()));
    }
    return new AppendRequest(from, term, previous, entries, number(), number());
  }

  private LogEntry entry(long index) {
    long term = 1 + random.nextLong(Long.MAX_VALUE - 1);
    return switch (random.nextInt(3)) {
      case 0 -> new LogEntry(index, term, EntryKind.NO_OP, Payload.NONE);
      case 1 -> new LogEntry(index, term, EntryKind.MEMBERSHIP,
          new MembershipPayload(membership(), Attachment.of(bytes(20))));
      default -> new LogEntry(index, term, EntryKind.COMMAND, new EntryBytes(Bytes.of(bytes(300))));
    };
  }

  private Membership membership() {
    return switch (random.nextInt(3)) {
      case 0 -> Membership.UNINITIALISED;
      case 1 -> Membership.of(PeerSet.of(1, 2, 3), PeerSet.of(Long.MAX_VALUE));
      default -> new Membership(PeerSet.of(1, 2), PeerSet.of(1, 2, 3), PeerSet.of(4), PeerSet.of(3));
    };
  }

  private byte[] bytes(int max) {
    byte[] bytes = new byte[random.nextInt(max + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  private LogMark mark() { return new LogMark(number(), number()); }

  private long number() {
    return switch (random.nextInt(5)) {
      case 0 -> 0;
      case 1 -> random.nextInt(1000);
      case 2 -> Long.MAX_VALUE;
      case 3 -> Long.MIN_VALUE;
      default -> random.nextLong();
    };
  }
}
