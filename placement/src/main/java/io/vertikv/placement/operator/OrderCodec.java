package io.vertikv.placement.operator;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.region.RegionEpoch;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of orders. Keys have a varint length before them.
 *
 * <pre>
 * version u8 = 1 | operator u64 | region u64 | version u64 | conf version u64 | leader's store u64 | kind u8 | ...
 *   1 ADD_LEARNER      peer u64 | store u64
 *   2 PROMOTE          peer u64
 *   3 ENTER_JOINT      promoted u64 | removed u64
 *   4 LEAVE_JOINT
 *   5 REMOVE_PEER      peer u64
 *   6 TRANSFER_LEADER  peer u64
 *   7 SPLIT            by u8 | count u8 key* | count u8 (region u64 | count u8 peer u64*)*
 *   8 MERGE_INTO       target u64
 *   9 ACCEPT_MERGE     source u64
 * </pre>
 */
public final class OrderCodec {
  private static final int VERSION = 1;
  private static final int ADD_LEARNER = 1;
  private static final int PROMOTE = 2;
  private static final int ENTER_JOINT = 3;
  private static final int LEAVE_JOINT = 4;
  private static final int REMOVE_PEER = 5;
  private static final int TRANSFER_LEADER = 6;
  private static final int SPLIT = 7;
  private static final int MERGE_INTO = 8;
  private static final int ACCEPT_MERGE = 9;

  private OrderCodec() {}

  public static byte[] encode(Order order) {
    ByteWriter out = new ByteWriter().u8(VERSION).u64(order.operator()).u64(order.region());
    out.u64(order.epoch().version()).u64(order.epoch().confVersion()).u64(order.leaderStore());
    switch (order.step()) {
      case Step.AddLearner add -> out.u8(ADD_LEARNER).u64(add.peer()).u64(add.store());
      case Step.Promote promote -> out.u8(PROMOTE).u64(promote.peer());
      case Step.EnterJoint joint -> out.u8(ENTER_JOINT).u64(joint.promoted()).u64(joint.removed());
      case Step.LeaveJoint _ -> out.u8(LEAVE_JOINT);
      case Step.RemovePeer remove -> out.u8(REMOVE_PEER).u64(remove.peer());
      case Step.TransferLeader transfer -> out.u8(TRANSFER_LEADER).u64(transfer.peer());
      case Step.Split split -> write(split, out.u8(SPLIT));
      case Step.MergeInto merge -> out.u8(MERGE_INTO).u64(merge.target());
      case Step.AcceptMerge accept -> out.u8(ACCEPT_MERGE).u64(accept.source());
    }
    return out.toByteArray();
  }

  private static void write(Step.Split split, ByteWriter out) {
    out.u8(split.by().code()).u8(split.keys().size());
    for (Bytes key : split.keys()) out.sized(key.array());
    out.u8(split.parts().size());
    for (Step.Part part : split.parts()) {
      out.u64(part.region()).u8(part.peers().size());
      for (long peer : part.peers()) out.u64(peer);
    }
  }

  public static Order decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.u8();
    if (version != VERSION) throw new MalformedBytes("order of version " + version);
    Order order = new Order(in.u64(), in.u64(), new RegionEpoch(in.u64(), in.u64()), in.u64(), step(in.u8(), in));
    in.expectEnd();
    return order;
  }

  private static Step step(int kind, ByteReader in) {
    return switch (kind) {
      case ADD_LEARNER -> new Step.AddLearner(in.u64(), in.u64());
      case PROMOTE -> new Step.Promote(in.u64());
      case ENTER_JOINT -> new Step.EnterJoint(in.u64(), in.u64());
      case LEAVE_JOINT -> new Step.LeaveJoint();
      case REMOVE_PEER -> new Step.RemovePeer(in.u64());
      case TRANSFER_LEADER -> new Step.TransferLeader(in.u64());
      case SPLIT -> split(in);
      case MERGE_INTO -> new Step.MergeInto(in.u64());
      case ACCEPT_MERGE -> new Step.AcceptMerge(in.u64());
      default -> throw new MalformedBytes("step of kind " + kind);
    };
  }

  private static Step split(ByteReader in) {
    SplitBy by = SplitBy.of(in.u8());
    int keyCount = in.u8();
    List<Bytes> keys = new ArrayList<>();
    for (int i = 0; i < keyCount; i++) keys.add(Bytes.of(in.sized()));
    int partCount = in.u8();
    List<Step.Part> parts = new ArrayList<>();
    for (int i = 0; i < partCount; i++) {
      long region = in.u64();
      int peerCount = in.u8();
      List<Long> peers = new ArrayList<>();
      for (int p = 0; p < peerCount; p++) peers.add(in.u64());
      parts.add(new Step.Part(region, peers));
    }
    return new Step.Split(by, keys, parts);
  }
}
