package io.vertikv.resp.rdb;

/** Unpacks what Redis packed with LZF: literal runs, and copies from up to 8 KiB before. */
final class Lzf {
  /** A copy of three bytes makes at most 264. */
  private static final long GROWTH_MAX = 264;

  private Lzf() {}

  /** @param length what it says to unpack to; the caller has checked that so much may be allocated */
  static byte[] unpack(byte[] packed, int length) {
    if (length > packed.length * GROWTH_MAX) throw BadPayload.content("LZF cannot grow so far");
    byte[] out = new byte[length];
    LittleEndian in = LittleEndian.of(packed);
    int at = 0;
    while (in.remaining() > 0) {
      int control = in.u8();
      at = control < 32 ? literal(in, control + 1, out, at) : copy(in, control, out, at);
    }
    if (at != length) throw BadPayload.content("LZF unpacks to " + at + " bytes, not " + length);
    return out;
  }

  private static int literal(LittleEndian in, int count, byte[] out, int at) {
    expectRoom(count, out, at);
    System.arraycopy(in.raw(count), 0, out, at, count);
    return at + count;
  }

  private static int copy(LittleEndian in, int control, byte[] out, int at) {
    int count = (control >> 5) + 2;
    if (count == 9) count += in.u8();
    int from = at - ((control & 0x1F) << 8) - in.u8() - 1;
    if (from < 0) throw BadPayload.content("LZF copies from before the start");
    expectRoom(count, out, at);
    // Byte by byte: the two may overlap, and then what was just written is copied again.
    for (int i = 0; i < count; i++) out[at + i] = out[from + i];
    return at + count;
  }

  private static void expectRoom(int count, byte[] out, int at) {
    if (count > out.length - at) throw BadPayload.content("LZF unpacks to more than it says");
  }
}
