package io.vertikv.store.snapshot;

import io.vertikv.raft.log.LogMark;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import java.util.ArrayList;
import java.util.List;

/**
 * The record in META that says: this region's data is being replaced by that snapshot, and until it is gone there is
 * neither the old nor the new.
 *
 * <pre>
 * key 's' | region u64        value version u8 = 1 | index u64 | term u64
 * </pre>
 */
final class RestoreMarker {
  private static final int VERSION = 1;
  private static final byte[] PREFIX = {'s'};

  private RestoreMarker() {}

  static byte[] key(long region) { return new ByteWriter().raw(PREFIX).u64(region).toByteArray(); }

  static byte[] value(LogMark last) {
    return new ByteWriter().u8(VERSION).u64(last.index()).u64(last.term()).toByteArray();
  }

  /** All that the engine holds. */
  static List<SnapshotId> all(Engine engine) {
    List<SnapshotId> found = new ArrayList<>();
    try (EngineCursor cursor = engine.cursor(Family.META, KeyRange.prefix(PREFIX), ReadTier.DISK)) {
      while (cursor.next()) found.add(decode(cursor.key(), cursor.value()));
    }
    return found;
  }

  private static SnapshotId decode(byte[] key, byte[] value) {
    ByteReader name = new ByteReader(key, PREFIX.length, key.length - PREFIX.length);
    long region = name.u64();
    name.expectEnd();
    ByteReader in = new ByteReader(value);
    if (in.u8() != VERSION) throw new MalformedBytes("restore marker of an unknown version");
    SnapshotId id = new SnapshotId(region, new LogMark(in.u64(), in.u64()));
    in.expectEnd();
    return id;
  }
}
