package io.vertikv.placement.cluster;

import io.vertikv.placement.ids.IdWindow;
import io.vertikv.placement.rule.PlacementRule;
import io.vertikv.placement.rule.RuleBook;
import io.vertikv.placement.rule.RuleCodec;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bytes of the state, as kept by a replica and sent in a snapshot; the parts are in {@link StoredRecords}.
 *
 * <pre>
 * version u8 = 1 | ids | safe point u64
 *   | config version u64 | settings | count u8 level* | count u8 paused scheduler u8*
 *   | count u16 rule* | count u16 store*
 * store        id u64 | addresses | labels | life u8 | draining u8
 * </pre>
 */
public final class ClusterStateCodec {
  private static final int VERSION = 1;

  private ClusterStateCodec() {}

  public static byte[] encode(ClusterState state) {
    ByteWriter out = new ByteWriter(256 + 128 * state.stores().size()).u8(VERSION);
    state.ids().write(out);
    out.u64(state.safePoint()).u64(state.config().version());
    StoredRecords.write(state.config().set(), out);
    StoredRecords.write(state.config().labelLevels(), out);
    out.u8(state.config().paused().size());
    state.config().paused().forEach(scheduler -> out.u8(scheduler.code()));
    out.u16(state.rules().rules().size());
    state.rules().rules().forEach(rule -> RuleCodec.write(rule, out));
    out.u16(state.stores().size());
    state.stores().values().forEach(store -> StoredRecords.write(store, out));
    return out.toByteArray();
  }

  public static ClusterState decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.u8();
    if (version != VERSION) throw new MalformedBytes("cluster state of version " + version);
    try {
      IdWindow ids = IdWindow.read(in);
      long safePoint = in.u64();
      PlacementConfig config = config(in);
      RuleBook rules = rules(in);
      ClusterState state = new ClusterState(ids, stores(in), config, rules, safePoint);
      in.expectEnd();
      return state;
    } catch (IllegalArgumentException notAState) {
      throw new MalformedBytes(notAState.getMessage());
    }
  }

  private static PlacementConfig config(ByteReader in) {
    long version = in.u64();
    Map<Setting, Long> settings = StoredRecords.settings(in);
    List<String> levels = StoredRecords.words(in);
    int count = in.u8();
    Set<SchedulerName> paused = EnumSet.noneOf(SchedulerName.class);
    for (int i = 0; i < count; i++) paused.add(StoredRecords.scheduler(in.u8()));
    if (paused.size() != count) throw new MalformedBytes("a scheduler is named twice");
    return new PlacementConfig(version, settings, levels, paused);
  }

  private static RuleBook rules(ByteReader in) {
    int count = in.u16();
    SortedMap<String, PlacementRule> rules = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      PlacementRule rule = RuleCodec.read(in);
      rules.put(rule.id(), rule);
    }
    if (rules.size() != count) throw new MalformedBytes("a rule is there twice");
    return new RuleBook(rules);
  }

  private static SortedMap<Long, StoreRecord> stores(ByteReader in) {
    int count = in.u16();
    SortedMap<Long, StoreRecord> stores = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      StoreRecord store = StoredRecords.store(in);
      stores.put(store.id(), store);
    }
    if (stores.size() != count) throw new MalformedBytes("a store is there twice");
    return stores;
  }
}
