package io.vertikv.tools.chaos.net;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * The store that a connection's first frame names: HELLO from the one that dials, WELCOME from the one that is reached
 * (docs/formats.md, "Wire"). This much of the protocol never changes.
 */
final class Greeting {
  private static final long MAGIC = 0x56455254494B5657L; // VERTIKVW
  private static final int HEAD_BYTES = 4 + 1;
  private static final byte HELLO = 1;
  private static final byte WELCOME = 2;
  /** Magic, protocol, cluster, store. */
  static final int HELLO_BYTES = HEAD_BYTES + 8 + 2 + 8 + 8;
  /** Protocol, cluster, store. */
  static final int WELCOME_BYTES = HEAD_BYTES + 2 + 8 + 8;

  private Greeting() {}

  /** Empty for whatever is no HELLO. */
  static OptionalLong dialer(byte[] first, int length) {
    if (length < HELLO_BYTES || first[4] != HELLO) return OptionalLong.empty();
    ByteBuffer frame = ByteBuffer.wrap(first, HEAD_BYTES, HELLO_BYTES - HEAD_BYTES);
    if (frame.getLong() != MAGIC) return OptionalLong.empty();
    return OptionalLong.of(frame.position(frame.position() + 2 + 8).getLong());
  }

  /** Empty for whatever is no WELCOME. */
  static OptionalLong reached(byte[] first, int length) {
    if (length < WELCOME_BYTES || first[4] != WELCOME) return OptionalLong.empty();
    return OptionalLong.of(ByteBuffer.wrap(first, HEAD_BYTES + 2 + 8, 8).getLong());
  }
}
