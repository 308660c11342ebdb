package io.vertikv.store.group;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineCursor;
import java.util.ArrayList;
import java.util.List;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;

/**
 * What stays of a replica that was removed from its group. Written, and flushed, before anything of it is destroyed: a store
 * that dies in the middle knows at its next start that it must go on, and never takes part as that peer again.
 *
 * <pre>
 * META d | group u64      version u8 = 1 | peer u64
 * </pre>
 */
public final class Tombstone {
  private static final int VERSION = 1;
  private static final byte[] PREFIX = {'d'};

  private Tombstone() {}

  /** The peer that the store held of the group; 0: it was not removed. Blocks. */
  public static long peer(EngineReader engine, long group) {
    byte[] bytes = engine.get(Family.META, key(group), ReadTier.DISK);
    if (bytes == null) return 0;
    ByteReader in = new ByteReader(bytes);
    int version = in.u8();
    if (version != VERSION) throw new IllegalStateException("a tombstone of version " + version);
    long peer = in.u64();
    in.expectEnd();
    return peer;
  }

  /** The groups that this store was removed from. Blocks. */
  public static List<Long> all(EngineReader engine) {
    List<Long> groups = new ArrayList<>();
    try (EngineCursor stones = engine.cursor(Family.META, KeyRange.prefix(PREFIX), ReadTier.DISK)) {
      while (stones.next()) groups.add(new ByteReader(stones.key(), PREFIX.length, 8).u64());
    }
    return groups;
  }

  public static void put(long group, long peer, EngineBatch batch) {
    batch.put(Family.META, key(group), new ByteWriter(9).u8(VERSION).u64(peer).toByteArray());
  }

  private static byte[] key(long group) { return new ByteWriter(9).raw(PREFIX).u64(group).toByteArray(); }
}
