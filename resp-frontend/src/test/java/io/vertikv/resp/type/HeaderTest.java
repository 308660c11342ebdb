package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.bytes.MalformedBytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HeaderTest {
  private static final byte[] VALUE = "abc".getBytes(StandardCharsets.US_ASCII);

  private static String hex(Header header) { return HexFormat.of().formatHex(header.bytes()); }

  @Test
  void itsBytesArePinned() {
    assertEquals("01000000616263", hex(Header.of(ValueType.STRING, Encoding.PLAIN, 0, VALUE)));
    assertEquals("01000001000001000000ffff616263",
        hex(Header.of(ValueType.STRING, Encoding.PLAIN, 0x0100_0000_ffffL, VALUE)));
    assertEquals("01000002616263", hex(Header.ofChangedString(0, VALUE)));
    assertEquals("01000003000000000000000761", hex(Header.ofChangedString(7, new byte[]{'a'})));
    assertEquals("0100010100000000000000070000000000000005c0843d",
        hex(Header.ofParts(ValueType.STRING, Encoding.SEGMENTS, 7, 5, 1_000_000, new byte[0])));
  }

  @Test
  void anotherTimeToDieChangesNothingElse() {
    Header header = Header.ofChangedString(0, VALUE);
    Header dying = header.expiringAt(99);
    assertTrue(dying.changedInPlace());
    assertEquals(99, Header.decode(dying.bytes()).expireAtMillis());
    assertEquals(hex(header), hex(dying.expiringAt(0)));
    assertFalse(Header.of(ValueType.STRING, Encoding.PLAIN, 0, VALUE).changedInPlace());
  }

  @Test
  void bytesThatAreNoHeaderAreRefused() {
    assertThrows(MalformedBytes.class, () -> Header.decode(new byte[3]));
    assertThrows(MalformedBytes.class, () -> Header.decode(new byte[]{2, 0, 0, 0}));
    assertThrows(MalformedBytes.class, () -> Header.decode(new byte[]{1, 0, 0, 1, 0, 0}));
  }
}
