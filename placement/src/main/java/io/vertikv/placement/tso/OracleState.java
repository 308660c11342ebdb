package io.vertikv.placement.tso;

import io.vertikv.placement.cluster.ClusterState;
import io.vertikv.placement.cluster.ClusterStateCodec;
import io.vertikv.placement.cluster.CommandResult;
import io.vertikv.placement.ids.IdWindow;
import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.group.EntryBytes;
import java.util.List;

/**
 * How far a replica of the placement group has come, and its state there. Immutable: the apply thread and the loop each
 * have their own, and come to the same.
 *
 * <pre>
 * META p | 01      version u8 = 3 | applied index u64 | term u64 | limit ms u64 | cluster, in {@link ClusterStateCodec}'s bytes
 *                  version u8 = 2 | applied index u64 | term u64 | limit ms u64 | ids ({@link IdWindow})     still read
 *                  version u8 = 1 | applied index u64 | term u64 | limit ms u64                              still read
 * </pre>
 */
public record OracleState(long index, long term, long limitMillis, ClusterState cluster) {
  static final byte[] KEY = {'p', 1};
  static final OracleState NOTHING = new OracleState(0, 0, 0, ClusterState.FOUNDED);
  private static final int VERSION = 3;
  private static final int VERSION_OF_IDS = 2;
  private static final int VERSION_OF_LIMITS = 1;

  /** Hears what became of commands, in the order of the log. */
  @FunctionalInterface
  interface Results {
    Results UNHEARD = (index, term, result) -> {};

    void decided(long index, long term, CommandResult result);
  }

  /** What the engine holds; blocks. */
  public static OracleState read(EngineReader engine, ReadTier tier) {
    byte[] bytes = engine.get(Family.META, KEY, tier);
    return bytes == null ? NOTHING : decode(bytes);
  }

  IdWindow ids() { return cluster.ids(); }

  OracleState after(List<LogEntry> entries, Results results) {
    OracleState state = this;
    for (int i = 0; i < entries.size(); i++) state = state.after(entries.get(i), results);
    return state;
  }

  private OracleState after(LogEntry entry, Results results) {
    if (entry.kind() != EntryKind.COMMAND) return at(entry, limitMillis, cluster);
    return switch (OracleEntry.decode(((EntryBytes) entry.payload()).bytes().array())) {
      case OracleEntry.Limit limit -> at(entry, Math.max(limitMillis, limit.limitMillis()), cluster);
      case OracleEntry.NewId wish -> at(entry, limitMillis, cluster.with(ids().with(wish.key())));
      case OracleEntry.Cluster change -> {
        ClusterState.Applied applied = cluster.apply(change.command());
        results.decided(entry.index(), entry.term(), applied.result());
        yield at(entry, limitMillis, applied.state());
      }
    };
  }

  private static OracleState at(LogEntry entry, long limitMillis, ClusterState cluster) {
    return new OracleState(entry.index(), entry.term(), limitMillis, cluster);
  }

  static byte[] encode(OracleState state) {
    byte[] cluster = ClusterStateCodec.encode(state.cluster);
    return new ByteWriter(32 + cluster.length).u8(VERSION).u64(state.index).u64(state.term).u64(state.limitMillis)
        .raw(cluster).toByteArray();
  }

  static OracleState decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.u8();
    OracleState state = new OracleState(in.u64(), in.u64(), in.u64(), cluster(version, in));
    in.expectEnd();
    return state;
  }

  private static ClusterState cluster(int version, ByteReader in) {
    return switch (version) {
      case VERSION -> ClusterStateCodec.decode(in.rest());
      case VERSION_OF_IDS -> ClusterState.FOUNDED.with(IdWindow.read(in));
      case VERSION_OF_LIMITS -> ClusterState.FOUNDED;
      default -> throw new MalformedBytes("oracle state of version " + version);
    };
  }
}
