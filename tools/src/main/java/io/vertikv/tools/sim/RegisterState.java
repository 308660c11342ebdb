package io.vertikv.tools.sim;

import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.group.EntryBytes;

/**
 * How far a replica has come, and a digest of everything that it has applied on the way.
 *
 * <pre>
 * META s           applied index u64 | term u64 | digest u64
 * DATA register    value u64
 * </pre>
 */
record RegisterState(long index, long term, long digest) {
  static final RegisterState NOTHING = new RegisterState(0, 0, 0);
  private static final byte[] KEY = {'s'};
  private static final long PRIME = 0x100000001b3L;

  static RegisterState read(EngineReader engine, ReadTier tier) {
    byte[] bytes = engine.get(Family.META, KEY, tier);
    return bytes == null ? NOTHING : decode(new ByteReader(bytes));
  }

  static RegisterState decode(ByteReader in) { return new RegisterState(in.u64(), in.u64(), in.u64()); }

  static byte[] key() { return KEY.clone(); }

  static byte[] registerKey(int register) { return new ByteWriter(8).u32(register).toByteArray(); }

  static long register(EngineReader engine, int register, ReadTier tier) {
    byte[] bytes = engine.get(Family.WRITE, registerKey(register), tier);
    return bytes == null ? 0 : new ByteReader(bytes).u64();
  }

  byte[] encode() { return new ByteWriter(24).u64(index).u64(term).u64(digest).toByteArray(); }

  RegisterState after(LogEntry entry) {
    long content = entry.kind().ordinal();
    if (entry.kind() == EntryKind.COMMAND) content = ((EntryBytes) entry.payload()).bytes().hashCode();
    long mixed = ((digest ^ entry.index()) * PRIME ^ entry.term()) * PRIME ^ content;
    return new RegisterState(entry.index(), entry.term(), mixed * PRIME);
  }
}
