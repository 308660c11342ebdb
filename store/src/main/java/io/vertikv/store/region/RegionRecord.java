package io.vertikv.store.region;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a replica has applied of its region's range and epoch: written in the same engine batch as the applied index, so that
 * a restart finds both of one moment. A store holds a replica of every region for which it holds this record. It lies among
 * the {@link io.vertikv.store.group.GroupRecord}s and travels with them in snapshots.
 *
 * <pre>
 * META g | region u64 | 03      version u8 = 1 | version u64 | conf version u64 | start sized | end sized
 * </pre>
 */
public record RegionRecord(KeyRange range, RegionEpoch epoch) {
  private static final int VERSION = 1;
  private static final int DESCRIPTOR = 3;
  private static final int KEY_BYTES = 10;
  private static final byte[] PREFIX = {'g'};

  /** Who takes part has changed. */
  public RegionRecord reconfigured() {
    return new RegionRecord(range, new RegionEpoch(epoch.version(), epoch.confVersion() + 1));
  }

  /** Empty: none was written yet. Blocks. */
  public static Optional<RegionRecord> read(EngineReader engine, long region) {
    byte[] bytes = engine.get(Family.META, key(region), ReadTier.DISK);
    return bytes == null ? Optional.empty() : Optional.of(decode(bytes));
  }

  /** Of all regions that have one, by id. Blocks. */
  public static SortedMap<Long, RegionRecord> all(EngineReader engine) {
    SortedMap<Long, RegionRecord> found = new TreeMap<>();
    try (EngineCursor records = engine.cursor(Family.META, KeyRange.prefix(PREFIX), ReadTier.DISK)) {
      while (records.next()) {
        byte[] key = records.key();
        if (key.length == KEY_BYTES && key[KEY_BYTES - 1] == DESCRIPTOR) {
          found.put(new ByteReader(key, PREFIX.length, 8).u64(), decode(records.value()));
        }
      }
    }
    return found;
  }

  public void put(long region, EngineBatch batch) { batch.put(Family.META, key(region), encode()); }

  byte[] encode() {
    return new ByteWriter(32).u8(VERSION).u64(epoch.version()).u64(epoch.confVersion()).sized(range.start())
        .sized(range.end()).toByteArray();
  }

  static RegionRecord decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.u8();
    if (version != VERSION) throw new MalformedBytes("region descriptor of version " + version);
    RegionEpoch epoch = new RegionEpoch(in.u64(), in.u64());
    RegionRecord record = new RegionRecord(new KeyRange(in.sized(), in.sized()), epoch);
    in.expectEnd();
    return record;
  }

  private static byte[] key(long region) {
    return new ByteWriter(KEY_BYTES).raw(PREFIX).u64(region).u8(DESCRIPTOR).toByteArray();
  }
}
