package io.vertikv.store.engine.rocks;

import io.vertikv.store.engine.EngineFailure;
import io.vertikv.store.engine.EngineFailure.Kind;
import io.vertikv.store.engine.NotInMemory;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.Status.Code;
import org.rocksdb.Status.SubCode;

/** RocksDB's statuses in the engine's words. */
final class RocksFailures {
  private RocksFailures() {}

  /** Of a read: a memory-only one that would have to touch the disk comes back as Incomplete. */
  static RuntimeException ofRead(RocksDBException e) {
    Status status = e.getStatus();
    return status != null && status.getCode() == Code.Incomplete ? NotInMemory.INSTANCE : of("read", e);
  }

  static EngineFailure of(String what, RocksDBException e) {
    return new EngineFailure(kind(e.getStatus()), what + " failed: " + e.getMessage(), e);
  }

  private static Kind kind(Status status) {
    if (status == null) return Kind.OTHER;
    if (status.getSubCode() == SubCode.NoSpace) return Kind.DISK_FULL;
    return switch (status.getCode()) {
      case Corruption -> Kind.CORRUPTION;
      case IOError -> Kind.IO;
      default -> Kind.OTHER;
    };
  }
}
