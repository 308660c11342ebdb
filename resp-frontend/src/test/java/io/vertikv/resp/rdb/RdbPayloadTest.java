package io.vertikv.resp.rdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.rdb.RdbValue.Scored;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The frame and the forms; what Redis makes of them is in the sessions {@code dump*.txt}. */
class RdbPayloadTest {
  private static final int BYTES_MAX = 1 << 20;
  private static final int ROUNDS = 20_000;
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void theChecksumIsThatOfRedis() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertEquals(0xe9c6d914c4b8d9caL, Crc64.of(digits, 0, digits.length));
  }

  @Test
  void aStringIsWrittenAsRedisWritesIt() {
    assertEquals("000568656c6c6f0a006372df766534200a", HEX.formatHex(RdbPayload.encode(text("hello"))));
    assertEquals("00c00c0a003c2af8515c04bcd5", HEX.formatHex(RdbPayload.encode(text("12"))));
  }

  private static RdbValue text(String text) { return new RdbValue.Text(text.getBytes(StandardCharsets.US_ASCII)); }

  @Test
  void whatIsWrittenIsRead() {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      RdbValue value = value(random);
      assertEquals(shown(value), shown(RdbPayload.decode(RdbPayload.encode(value), BYTES_MAX)), "round " + i);
    }
  }

  @Test
  void aWrongFrameIsRefused() {
    byte[] payload = RdbPayload.encode(text("hello"));
    for (int i = 0; i < payload.length; i++) {
      byte[] damaged = payload.clone();
      damaged[i] ^= 1;
      BadPayload bad = assertThrows(BadPayload.class, () -> RdbPayload.decode(damaged, BYTES_MAX));
      assertEquals(BadPayload.Kind.FRAME, bad.kind());
    }
    assertThrows(BadPayload.class, () -> RdbPayload.decode(new byte[9], BYTES_MAX));
  }

  /** Whatever is inside a right frame: a value or {@link BadPayload}, and nothing else. */
  @Test
  void damagedContentIsRefusedOrRead() {
    int read = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      byte[] body = damaged(random);
      try {
        RdbPayload.decode(framed(body), BYTES_MAX);
        read++;
      } catch (BadPayload refused) {
        assertTrue(refused.kind() != BadPayload.Kind.FRAME, "seed " + seed);
      } catch (RuntimeException defect) {
        throw new AssertionError("seed " + seed + ": " + HEX.formatHex(body), defect);
      }
    }
    assertTrue(read > 0 && read < ROUNDS / 2, read + " of " + ROUNDS + " were read");
  }

  @Test
  void lengthsAreCheckedBeforeAnythingIsAllocated() {
    for (String hex : List.of("0080ffffffff", "00817fffffffffffffff", "0180ffffffff01", "028100000000ffffffff",
        "0581000000007fffffff", "00c304817fffffffffffffff00000000", "00c3028000fffff00000", "1281000000007fffffff")) {
      assertThrows(BadPayload.class, () -> RdbPayload.decode(framed(HEX.parseHex(hex)), Integer.MAX_VALUE), hex);
    }
  }

  @Test
  void aValueThatUnpacksToMoreThanItMayIsRefused() {
    byte[] body = HEX.parseHex("00c30a804000000000" + "00".repeat(10));
    BadPayload bad = assertThrows(BadPayload.class, () -> RdbPayload.decode(framed(body), BYTES_MAX));
    assertEquals(BadPayload.Kind.TOO_LARGE, bad.kind());
  }

  private static byte[] framed(byte[] body) {
    byte[] payload = Arrays.copyOf(body, body.length + 10);
    payload[body.length] = 10;
    long crc = Crc64.of(payload, 0, body.length + 2);
    for (int i = 0; i < 8; i++) payload[body.length + 2 + i] = (byte) (crc >>> 8 * i);
    return payload;
  }

  /** Bodies of all types, plain and packed, with a few bytes changed, cut, or of chance alone. */
  private static byte[] damaged(Random random) {
    int kind = random.nextInt(4);
    byte[] body = kind == 0 ? new byte[1 + random.nextInt(60)] : sound(random);
    if (kind == 0) {
      random.nextBytes(body);
      body[0] = (byte) random.nextInt(23);
    }
    if (kind == 1) return Arrays.copyOf(body, random.nextInt(body.length));
    for (int i = random.nextInt(4); i > 0; i--) body[random.nextInt(body.length)] = (byte) random.nextInt(256);
    return body;
  }

  private static byte[] sound(Random random) {
    List<String> packed = List.of("0d10100000000d000000020000016603f2ff", "10121200000004008166020101816702817602ff",
        "0b0c020000000200000001000500", "0907010166010076ff", "1201020d0d0000000200816102c12c02ff",
        "110c0c0000000200816d020201ff");
    int choice = random.nextInt(packed.size() * 2);
    if (choice < packed.size()) return HEX.parseHex(packed.get(choice));
    byte[] payload = RdbPayload.encode(value(random));
    return Arrays.copyOf(payload, payload.length - 10);
  }

  private static RdbValue value(Random random) {
    int count = 1 + random.nextInt(random.nextBoolean() ? 5 : 100);
    List<byte[]> names = new ArrayList<>();
    for (int i = 0; i < count; i++) names.add((i + "-" + random.nextInt()).getBytes(StandardCharsets.US_ASCII));
    List<byte[]> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long number = random.nextLong() >> random.nextInt(64);
      numbers.add(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }
    return switch (random.nextInt(5)) {
      case 0 -> new RdbValue.Text(numbers.getFirst());
      case 1 -> new RdbValue.ListOf(numbers);
      case 2 -> new RdbValue.SetOf(names);
      case 3 -> new RdbValue.SortedSet(
          names.stream().map(name -> new Scored(name, random.nextGaussian() * 1e9)).toList());
      default -> {
        List<byte[]> flat = new ArrayList<>();
        for (int i = 0; i < count; i++) flat.addAll(List.of(names.get(i), numbers.get(i)));
        yield new RdbValue.Hash(flat);
      }
    };
  }

  private static String shown(RdbValue value) {
    return switch (value) {
      case RdbValue.Text(byte[] bytes) -> "text " + HEX.formatHex(bytes);
      case RdbValue.ListOf(List<byte[]> elements) -> "list " + hex(elements);
      case RdbValue.SetOf(List<byte[]> members) -> "set " + hex(members);
      case RdbValue.Hash(List<byte[]> flat) -> "hash " + hex(flat);
      case RdbValue.SortedSet(List<Scored> members) ->
        "zset " + members.stream().map(m -> HEX.formatHex(m.member()) + "=" + m.score()).toList();
    };
  }

  private static List<String> hex(List<byte[]> strings) { return strings.stream().map(HEX::formatHex).toList(); }

  @Test
  void compressedBytesAreCopiedFromWhatWasJustWritten() {
    assertArrayEquals("aaaaaaaa".getBytes(StandardCharsets.US_ASCII), Lzf.unpack(HEX.parseHex("0061a000"), 8));
    assertThrows(BadPayload.class, () -> Lzf.unpack(HEX.parseHex("0061a001"), 8));
  }
}
