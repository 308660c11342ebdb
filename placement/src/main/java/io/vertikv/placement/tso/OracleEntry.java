package io.vertikv.placement.tso;

import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.cluster.ClusterCommandCodec;
import io.vertikv.placement.ids.RequestKey;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;

/**
 * What the oracle's group replicates.
 *
 * <pre>
 * version u8 = 2 | kind u8 | ...
 *   1 LIMIT   limit ms u64
 *   2 NEW_ID  key 16 bytes
 *   3 CLUSTER command sized, in {@link ClusterCommandCodec}'s bytes
 * version u8 = 1 | limit ms u64          written before there were ids, still read
 * </pre>
 */
sealed interface OracleEntry {
  int VERSION = 2;
  int VERSION_OF_LIMITS = 1;
  int LIMIT = 1;
  int NEW_ID = 2;
  int CLUSTER = 3;

  /** Timestamps below this may be given out. */
  record Limit(long limitMillis) implements OracleEntry {}

  /** The next id is for this key, unless it has one. */
  record NewId(RequestKey key) implements OracleEntry {}

  /** The cluster's record changes. */
  record Cluster(ClusterCommand command) implements OracleEntry {}

  static byte[] encode(OracleEntry entry) {
    ByteWriter out = new ByteWriter().u8(VERSION);
    switch (entry) {
      case Limit limit -> out.u8(LIMIT).u64(limit.limitMillis());
      case NewId wish -> wish.key().write(out.u8(NEW_ID));
      case Cluster change -> out.u8(CLUSTER).sized(ClusterCommandCodec.encode(change.command()));
    }
    return out.toByteArray();
  }

  static OracleEntry decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.u8();
    OracleEntry entry = switch (version) {
      case VERSION_OF_LIMITS -> new Limit(in.u64());
      case VERSION -> ofKind(in.u8(), in);
      default -> throw new MalformedBytes("oracle entry of version " + version);
    };
    in.expectEnd();
    return entry;
  }

  private static OracleEntry ofKind(int kind, ByteReader in) {
    return switch (kind) {
      case LIMIT -> new Limit(in.u64());
      case NEW_ID -> new NewId(RequestKey.read(in));
      case CLUSTER -> new Cluster(ClusterCommandCodec.decode(in.sized()));
      default -> throw new MalformedBytes("oracle entry of kind " + kind);
    };
  }
}
