package io.vertikv.placement.cluster;

import io.vertikv.placement.rule.RuleCodec;
import io.vertikv.placement.rule.StoreLabels;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;

/**
 * The bytes of commands; the parts are in {@link StoredRecords}.
 *
 * <pre>
 * version u8 = 1 | kind u8 | ...
 *    1 PUT_STORE           id u64 | addresses | labels
 *    2 CHANGE_LIFE         store u64 | life u8
 *    3 DRAIN_STORE         store u64 | drain u8
 *    4 FORGET_STORE        store u64
 *    5 CONFIGURE           seen version u64 | settings
 *    6 SET_LABEL_LEVELS    count u8 | text*
 *    7 SWITCH_SCHEDULER    scheduler u8 | runs u8
 *    8 PUT_RULE            rule
 *    9 REMOVE_RULE         text
 *   10 ADVANCE_SAFE_POINT  timestamp u64
 *   11 RESERVE_IDS         count u32
 *   12 EXPEL_STORE         store u64
 * </pre>
 */
public final class ClusterCommandCodec {
  private static final int VERSION = 1;
  private static final int PUT_STORE = 1;
  private static final int CHANGE_LIFE = 2;
  private static final int DRAIN_STORE = 3;
  private static final int FORGET_STORE = 4;
  private static final int CONFIGURE = 5;
  private static final int SET_LABEL_LEVELS = 6;
  private static final int SWITCH_SCHEDULER = 7;
  private static final int PUT_RULE = 8;
  private static final int REMOVE_RULE = 9;
  private static final int ADVANCE_SAFE_POINT = 10;
  private static final int RESERVE_IDS = 11;
  private static final int EXPEL_STORE = 12;

  private ClusterCommandCodec() {}

  public static byte[] encode(ClusterCommand command) {
    ByteWriter out = new ByteWriter().u8(VERSION);
    switch (command) {
      case ClusterCommand.PutStore put -> {
        StoredRecords.write(put.addresses(), out.u8(PUT_STORE).u64(put.id()));
        put.labels().write(out);
      }
      case ClusterCommand.ChangeLife change -> out.u8(CHANGE_LIFE).u64(change.store()).u8(change.next().code());
      case ClusterCommand.DrainStore drain -> out.u8(DRAIN_STORE).u64(drain.store()).u8(drain.drain() ? 1 : 0);
      case ClusterCommand.ForgetStore forget -> out.u8(FORGET_STORE).u64(forget.store());
      case ClusterCommand.Configure change ->
        StoredRecords.write(change.changes(), out.u8(CONFIGURE).u64(change.seenVersion()));
      case ClusterCommand.SetLabelLevels set -> StoredRecords.write(set.levels(), out.u8(SET_LABEL_LEVELS));
      case ClusterCommand.SwitchScheduler turn ->
        out.u8(SWITCH_SCHEDULER).u8(turn.scheduler().code()).u8(turn.runs() ? 1 : 0);
      case ClusterCommand.PutRule put -> RuleCodec.write(put.rule(), out.u8(PUT_RULE));
      case ClusterCommand.RemoveRule remove -> StoredRecords.text(remove.id(), out.u8(REMOVE_RULE));
      case ClusterCommand.AdvanceSafePoint advance -> out.u8(ADVANCE_SAFE_POINT).u64(advance.ts());
      case ClusterCommand.ReserveIds reserve -> out.u8(RESERVE_IDS).u32(reserve.count());
      case ClusterCommand.ExpelStore expel -> out.u8(EXPEL_STORE).u64(expel.store());
    }
    return out.toByteArray();
  }

  public static ClusterCommand decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.u8();
    if (version != VERSION) throw new MalformedBytes("cluster command of version " + version);
    try {
      ClusterCommand command = ofKind(in.u8(), in);
      in.expectEnd();
      return command;
    } catch (IllegalArgumentException notACommand) {
      throw new MalformedBytes(notACommand.getMessage());
    }
  }

  private static ClusterCommand ofKind(int kind, ByteReader in) {
    return switch (kind) {
      case PUT_STORE -> new ClusterCommand.PutStore(in.u64(), StoredRecords.addresses(in), StoreLabels.read(in));
      case CHANGE_LIFE -> new ClusterCommand.ChangeLife(in.u64(), StoredRecords.life(in.u8()));
      case DRAIN_STORE -> new ClusterCommand.DrainStore(in.u64(), StoredRecords.flag(in));
      case FORGET_STORE -> new ClusterCommand.ForgetStore(in.u64());
      case CONFIGURE -> new ClusterCommand.Configure(in.u64(), StoredRecords.settings(in));
      case SET_LABEL_LEVELS -> new ClusterCommand.SetLabelLevels(StoredRecords.words(in));
      case SWITCH_SCHEDULER ->
        new ClusterCommand.SwitchScheduler(StoredRecords.scheduler(in.u8()), StoredRecords.flag(in));
      case PUT_RULE -> new ClusterCommand.PutRule(RuleCodec.read(in));
      case REMOVE_RULE -> new ClusterCommand.RemoveRule(StoredRecords.text(in));
      case ADVANCE_SAFE_POINT -> new ClusterCommand.AdvanceSafePoint(in.u64());
      case RESERVE_IDS -> new ClusterCommand.ReserveIds(in.u32());
      case EXPEL_STORE -> new ClusterCommand.ExpelStore(in.u64());
      default -> throw new MalformedBytes("cluster command of kind " + kind);
    };
  }
}
