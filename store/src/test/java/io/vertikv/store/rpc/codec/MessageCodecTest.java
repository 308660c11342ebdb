package io.vertikv.store.rpc.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
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
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.group.EntryBytes;
import io.vertikv.store.rpc.GroupMessage;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
  private static final LogMark MARK = new LogMark(0x11, 0x12);

  @Test
  void everyMessageHasItsBytes() {
    golden("01 0000000000000011 0000000000000012 01", new VoteRequest(3, 4, MARK, true));
    golden("02 01", new VoteReply(3, 4, true));
    golden("03 0000000000000011 0000000000000012", new PreVoteRequest(3, 4, MARK));
    golden("04 00", new PreVoteReply(3, 4, false));
    golden("06 0000000000000013 0000000000000014", new AppendAccepted(3, 4, 0x13, 0x14));
    golden("07 0000000000000013 0000000000000011 0000000000000012 ffffffffffffffff",
        new AppendRejected(3, 4, 0x13, MARK, -1));
    golden("08 0000000000000013 0000000000000014 0000000000000015", new Heartbeat(3, 4, 0x13, 0x14, 0x15));
    golden("09 0000000000000014 0000000000000015", new HeartbeatReply(3, 4, 0x14, 0x15));
    golden("0b 0000000000000016", new ReadIndexRequest(3, 4, 0x16));
    golden("0c 0000000000000016 0000000000000017", new ReadIndexReply(3, 4, 0x16, 0x17));
    golden("0d 0000000000000011", new TimeoutNow(3, 4, 0x11));
    golden("0e 0000000000000011 0000000000000012", new Quiesce(3, 4, MARK));
    golden("0f", new WakeUp(3, 4));
    golden("10", new StaleTerm(3, 4));
  }

  @Test
  void entriesAndMembershipsHaveTheirBytes() {
    LogEntry noOp = new LogEntry(0x12, 5, EntryKind.NO_OP, Payload.NONE);
    LogEntry command = new LogEntry(0x13, 5, EntryKind.COMMAND, new EntryBytes(Bytes.utf8("put")));
    LogEntry membership = new LogEntry(0x14, 5, EntryKind.MEMBERSHIP,
        new MembershipPayload(Membership.of(PeerSet.of(7)), Attachment.NONE));
    golden("05 0000000000000011 0000000000000012 0000000000000013 0000000000000014 00000003"
        + " 0000000000000005 01 00000000"
        + " 0000000000000005 00 00000003 707574"
        + " 0000000000000005 02 00000011 01 01 0000000000000007 00 00 00 00000000",
        new AppendRequest(3, 4, MARK, List.of(noOp, command, membership), 0x13, 0x14));
    golden("0a 0000000000000011 0000000000000012 00000019 01 00 00 02 0000000000000001 0000000000000002 00 00000000",
        new InstallSnapshot(3, 4, new SnapshotMark(MARK, learners(1, 2))));
  }

  private static Membership learners(long... peers) {
    return Membership.of(PeerSet.NONE, PeerSet.of(peers));
  }

  private static void golden(String typeAndFields, RaftMessage message) {
    String fields = typeAndFields.replace(" ", "").substring(2);
    String all = String.format("%08x", 34 + fields.length() / 2) + "01" + typeAndFields.substring(0, 2)
        + "0000000000000001" + "0000000000000002" + "0000000000000003" + "0000000000000004" + fields;
    GroupMessage addressed = new GroupMessage(1, 2, message);
    assertEquals(all, ByteBufUtil.hexDump(bytes(addressed)), message.toString());
    assertEquals(addressed, read(bytes(addressed)));
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    RandomMessages messages = new RandomMessages(new SplittableRandom(1));
    for (int i = 0; i < 20_000; i++) {
      GroupMessage message = messages.next();
      ByteBuf bytes = bytes(message);
      assertEquals(MessageCodec.sizeBytes(message.message()), bytes.readableBytes(), message.toString());
      assertEquals(message, read(bytes));
    }
  }

  @Test
  void laterFieldsAreSkipped() {
    RandomMessages messages = new RandomMessages(new SplittableRandom(2));
    for (int type = 1; type <= RandomMessages.TYPES; type++) {
      GroupMessage message = messages.next(type);
      ByteBuf bytes = bytes(message);
      bytes.setInt(0, bytes.getInt(0) + 3);
      bytes.writeMedium(0x777777);
      GroupMessage second = messages.next();
      bytes.writeBytes(bytes(second));
      WireReader in = new WireReader().over(bytes, 0, bytes.readableBytes());
      assertEquals(message, MessageCodec.read(in));
      assertEquals(second, MessageCodec.read(in));
      assertEquals(0, in.remaining());
    }
  }

  @Test
  void anotherVersionAndAnUnknownTypeAreRefused() {
    ByteBuf bytes = bytes(new GroupMessage(1, 2, new WakeUp(3, 4)));
    bytes.setByte(4, 2);
    assertEquals("a Raft message of version 2", assertThrows(MalformedBytes.class, () -> read(bytes)).getMessage());
    bytes.setByte(4, 1).setByte(5, 17);
    assertEquals("a Raft message of type 17", assertThrows(MalformedBytes.class, () -> read(bytes)).getMessage());
  }

  @Test
  void everyCutIsNoticed() {
    RandomMessages messages = new RandomMessages(new SplittableRandom(3));
    for (int type = 1; type <= RandomMessages.TYPES; type++) {
      ByteBuf whole = bytes(messages.next(type));
      for (int length = 0; length < whole.readableBytes(); length++) {
        ByteBuf cut = whole.copy(0, length);
        assertThrows(MalformedBytes.class, () -> read(cut));
        if (length < 4) continue;
        cut.setInt(0, length - 4);
        assertThrows(MalformedBytes.class, () -> read(cut), "with its size mended");
      }
    }
  }

  @Test
  void numbersThatAnnounceMoreThanThereIsAreRefusedBeforeAnythingIsAllocated() {
    AppendRequest append = new AppendRequest(3, 4, MARK,
        List.of(new LogEntry(0x12, 5, EntryKind.COMMAND, new EntryBytes(Bytes.utf8("put")))), 0, 0);
    ByteBuf bytes = bytes(new GroupMessage(1, 2, append));
    int count = 38 + 32;
    for (int lie : new int[]{2, 1 << 20, Integer.MAX_VALUE, -1}) {
      ByteBuf lying = bytes.copy().setInt(count, lie);
      assertTrue(assertThrows(MalformedBytes.class, () -> read(lying)).getMessage().contains("entries in"));
      ByteBuf long1 = bytes.copy().setInt(count + 4 + 9, lie == 2 ? 4 : lie);
      assertThrows(MalformedBytes.class, () -> read(long1));
    }
    bytes.setInt(0, Integer.MAX_VALUE);
    assertThrows(MalformedBytes.class, () -> read(bytes));
  }

  @Test
  void anyDamageIsReadAsAMessageOrRefused() {
    long seed = 4;
    SplittableRandom random = new SplittableRandom(seed);
    RandomMessages messages = new RandomMessages(random);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      ByteBuf bytes = bytes(messages.next());
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        int at = random.nextInt(bytes.readableBytes());
        bytes.setByte(at, bytes.getByte(at) ^ 1 << random.nextInt(8));
      }
      refused += isRefused(bytes) ? 1 : 0;
    }
    assertTrue(refused > 2_000, refused + " refused, seed " + seed);
  }

  @Test
  void randomBytesAreRefused() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(120)];
      random.nextBytes(noise);
      ByteBuf bytes = Unpooled.wrappedBuffer(noise);
      // Half of them get past the first checks.
      if (noise.length > 6 && random.nextBoolean()) {
        bytes.setInt(0, noise.length - 4).setByte(4, 1).setByte(5, 1 + random.nextInt(16));
      }
      isRefused(bytes);
    }
  }

  @Test
  void entriesThatDoNotFollowOneAnotherCannotBeSent() {
    AppendRequest gap = new AppendRequest(3, 4, MARK,
        List.of(new LogEntry(0x13, 5, EntryKind.NO_OP, Payload.NONE)), 0, 0);
    assertThrows(IllegalArgumentException.class, () -> bytes(new GroupMessage(1, 2, gap)));
  }

  /** Anything but a message or a refusal fails the test. */
  private static boolean isRefused(ByteBuf bytes) {
    try {
      read(bytes);
      return false;
    } catch (MalformedBytes refused) {
      return true;
    }
  }

  private static ByteBuf bytes(GroupMessage message) {
    ByteBuf bytes = Unpooled.buffer();
    MessageCodec.write(bytes, message, MessageCodec.sizeBytes(message.message()));
    return bytes;
  }

  private static GroupMessage read(ByteBuf bytes) {
    return MessageCodec.read(new WireReader().over(bytes, 0, bytes.readableBytes()));
  }
}
