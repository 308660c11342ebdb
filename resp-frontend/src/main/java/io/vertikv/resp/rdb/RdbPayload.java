package io.vertikv.resp.rdb;

import io.vertikv.resp.rdb.BadPayload.Kind;
import java.util.Arrays;

/**
 * What DUMP answers and RESTORE takes.
 *
 * <pre>
 * type u8 | value | version u16 | CRC-64 of everything before, u64      (both little-endian)
 * </pre>
 */
public final class RdbPayload {
  /** Redis 7.0's; the forms that are written are older. */
  static final int VERSION_WRITTEN = 10;
  /** Redis 7.2's. */
  static final int VERSION_READ_MAX = 11;
  private static final int FOOTER = 10;

  private RdbPayload() {}

  public static byte[] encode(RdbValue value) {
    byte[] body = RdbEncoder.encode(value);
    byte[] payload = Arrays.copyOf(body, body.length + FOOTER);
    payload[body.length] = VERSION_WRITTEN;
    long crc = Crc64.of(payload, 0, body.length + 2);
    for (int i = 0; i < 8; i++) payload[body.length + 2 + i] = (byte) (crc >>> 8 * i);
    return payload;
  }

  /**
   * @param bytesMax how much its elements may take in all
   * @throws BadPayload when it is not one
   */
  public static RdbValue decode(byte[] payload, int bytesMax) {
    int end = payload.length - FOOTER;
    if (end < 0) throw new BadPayload(Kind.FRAME, "too short");
    LittleEndian footer = new LittleEndian(payload, end, FOOTER);
    int version = footer.u16();
    if (version > VERSION_READ_MAX) throw new BadPayload(Kind.FRAME, "version " + version);
    if (footer.i64() != Crc64.of(payload, 0, end + 2)) throw new BadPayload(Kind.FRAME, "checksum");
    return RdbDecoder.decode(new LittleEndian(payload, 0, end), bytesMax);
  }
}
