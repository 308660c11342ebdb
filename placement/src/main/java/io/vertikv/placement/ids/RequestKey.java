package io.vertikv.placement.ids;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;

/** Names one wish for an id, 16 bytes that nobody else chooses: asked again with the same key it is the same id. */
public record RequestKey(long high, long low) {
  public static final int BYTES = 16;

  public static RequestKey of(byte[] bytes) {
    if (bytes.length != BYTES) throw new IllegalArgumentException("a request key of " + bytes.length + " bytes");
    return read(new ByteReader(bytes));
  }

  public static RequestKey read(ByteReader in) { return new RequestKey(in.u64(), in.u64()); }

  public void write(ByteWriter out) { out.u64(high).u64(low); }
}
