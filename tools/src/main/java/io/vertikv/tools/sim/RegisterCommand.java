package io.vertikv.tools.sim;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.Bytes;

/**
 * What a client wants of the simulated state machine: {@code PUT} sets a register, {@code ADD} adds to it and so tells
 * whether it was applied twice. The id is never used again.
 */
record RegisterCommand(Kind kind, long id, int register, long amount) {
  enum Kind {
    PUT, ADD
  }

  Bytes encode() {
    return new ByteWriter(32).u8(kind.ordinal()).u64(id).u32(register).u64(amount).toBytes();
  }

  static RegisterCommand decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    RegisterCommand command = new RegisterCommand(Kind.values()[in.u8()], in.u64(), in.u32(), in.u64());
    in.expectEnd();
    return command;
  }

  long applyTo(long value) {
    return switch (kind) {
      case PUT -> amount;
      case ADD -> value + amount;
    };
  }
}
