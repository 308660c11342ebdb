package io.vertikv.store.rpc.codec;

import io.netty.buffer.ByteBuf;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.rpc.StoreIdentity;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of the first frames. This much never changes, so that any two versions can tell each other why they do not
 * match; readers skip what follows.
 *
 * <pre>
 *   Hello    magic "VERTIKVW" | protocol u16 | cluster u64 | store u64 | incarnation u64 | target u64 | loop u16
 *   Welcome  protocol u16 | cluster u64 | store u64 | incarnation u64
 *   Refused  reason: length u32, UTF-8
 * </pre>
 */
public final class HandshakeCodec {
  /** The newest protocol spoken here, and the oldest understood. */
  public static final int PROTOCOL = 1;
  public static final int PROTOCOL_OLDEST = 1;
  public static final int HELLO_BYTES = 8 + 2 + 4 * 8 + 2;
  public static final int WELCOME_BYTES = 2 + 3 * 8;
  private static final long MAGIC = 0x56455254494B5657L;

  private HandshakeCodec() {}

  public static void write(ByteBuf out, Hello hello) {
    identity(out.writeLong(MAGIC).writeShort(hello.protocol()), hello.from());
    out.writeLong(hello.target()).writeShort(hello.loop());
  }

  public static Hello readHello(WireReader in) {
    if (in.u64() != MAGIC) throw new MalformedBytes("not a greeting of VertiKV");
    return new Hello(in.u16(), identity(in), in.u64(), in.u16());
  }

  public static void write(ByteBuf out, Welcome welcome) {
    identity(out.writeShort(welcome.protocol()), welcome.from());
  }

  public static Welcome readWelcome(WireReader in) {
    return new Welcome(in.u16(), identity(in));
  }

  /** The reason's bytes, as they are sent. */
  public static byte[] reasonBytes(Refused refused) {
    byte[] bytes = refused.reason().getBytes(StandardCharsets.UTF_8);
    return bytes.length <= Refused.REASON_BYTES_MAX ? bytes : Arrays.copyOf(bytes, Refused.REASON_BYTES_MAX);
  }

  /** A stranger's words, fit for one line of a log. */
  public static Refused readRefused(WireReader in) {
    int length = in.length();
    if (length > Refused.REASON_BYTES_MAX) throw new MalformedBytes("a reason of " + length + " bytes");
    String reason = new String(in.copy(length), StandardCharsets.UTF_8);
    return new Refused(reason.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?"));
  }

  private static void identity(ByteBuf out, StoreIdentity identity) {
    out.writeLong(identity.cluster()).writeLong(identity.store()).writeLong(identity.incarnation());
  }

  private static StoreIdentity identity(WireReader in) {
    long cluster = in.u64();
    long store = in.u64();
    long incarnation = in.u64();
    if (store <= 0 || incarnation <= 0) throw new MalformedBytes("store " + store + " in life " + incarnation);
    return new StoreIdentity(cluster, store, incarnation);
  }
}
