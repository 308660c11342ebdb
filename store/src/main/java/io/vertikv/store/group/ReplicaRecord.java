package io.vertikv.store.group;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;

/**
 * As which peer this store takes part in a group: written when a replica is made empty, before it knows any members. It is not
 * among the {@link GroupRecord}s, since those travel in snapshots. A replica without one is the first that its store held of
 * the group, and {@link GroupRecord#addresses} tell its peer.
 *
 * <pre>
 * META h | group u64      version u8 = 1 | peer u64
 * </pre>
 */
public final class ReplicaRecord {
  private static final int VERSION = 1;

  private ReplicaRecord() {}

  /** 0: there is none. Blocks. */
  public static long peer(EngineReader engine, long group) {
    byte[] bytes = engine.get(Family.META, key(group), ReadTier.DISK);
    if (bytes == null) return 0;
    ByteReader in = new ByteReader(bytes);
    int version = in.u8();
    if (version != VERSION) throw new MalformedBytes("a replica record of version " + version);
    long peer = in.u64();
    in.expectEnd();
    return peer;
  }

  public static void put(long group, long peer, EngineBatch batch) {
    batch.put(Family.META, key(group), new ByteWriter(9).u8(VERSION).u64(peer).toByteArray());
  }

  /** Where it lies in META. */
  public static KeyRange record(long group) {
    return KeyRange.prefix(key(group));
  }

  private static byte[] key(long group) { return new ByteWriter(9).u8('h').u64(group).toByteArray(); }
}
