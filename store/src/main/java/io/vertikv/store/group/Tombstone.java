package io.vertikv.store.group;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import java.util.HashSet;
import java.util.Set;

/**
 * A peer of this store that was removed from its group, or that would be if it were here. Ids of peers never return, so each
 * has its own stone and keeps it: the store may hold another peer of the group again, and never takes part as this one.
 *
 * <pre>
 * META d | group u64 | peer u64      version u8 = 2
 * META d | group u64                 version u8 = 1 | peer u64      written by builds in which a group was left only once
 * </pre>
 */
public record Tombstone(long group, long peer) {
  private static final int VERSION = 2;
  private static final int LONELY = 1;
  private static final int KEY_BYTES = 17;
  private static final byte[] PREFIX = {'d'};

  /** Blocks. */
  static Set<Tombstone> all(EngineReader engine) {
    Set<Tombstone> found = new HashSet<>();
    try (EngineCursor stones = engine.cursor(Family.META, KeyRange.prefix(PREFIX), ReadTier.DISK)) {
      while (stones.next()) found.add(decode(stones.key(), stones.value()));
    }
    return found;
  }

  void put(EngineBatch batch) {
    byte[] key = new ByteWriter(KEY_BYTES).raw(PREFIX).u64(group).u64(peer).toByteArray();
    batch.put(Family.META, key, new ByteWriter(1).u8(VERSION).toByteArray());
  }

  static Tombstone decode(byte[] key, byte[] value) {
    ByteReader name = new ByteReader(key, PREFIX.length, key.length - PREFIX.length);
    ByteReader in = new ByteReader(value);
    long group = name.u64();
    int version = in.u8();
    Tombstone stone = switch (version) {
      case VERSION -> new Tombstone(group, name.u64());
      case LONELY -> new Tombstone(group, in.u64());
      default -> throw new MalformedBytes("a tombstone of version " + version);
    };
    name.expectEnd();
    in.expectEnd();
    return stone;
  }
}
