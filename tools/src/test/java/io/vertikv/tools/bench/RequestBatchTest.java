package io.vertikv.tools.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RequestBatchTest {
  private static final KeySpace SPACE = new KeySpace(1_000_000, 16, 3, 0.99);

  @Test
  void aSetIsTheBytesThatRedisBenchmarkSends() {
    String set = batch(BenchTests.test("set", SPACE), 1, 42);
    assertTrue(set.matches("\\*3\r\n\\$3\r\nSET\r\n\\$16\r\nkey:000000000042\r\n\\$3\r\n[a-z]{3}\r\n"), set);
  }

  @Test
  void everyValueIsAnother() {
    RequestBatch batch = new RequestBatch(BenchTests.test("set", new KeySpace(1_000_000, 16, 128, 0.99)), () -> 0,
        random(), 16);
    Set<String> values = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      batch.fill(16);
      text(batch).lines().filter(line -> line.length() == 128).forEach(values::add);
    }
    assertEquals(160, values.size());
  }

  @Test
  void aValueMayBeEmpty() {
    assertEquals("*3\r\n$3\r\nSET\r\n$16\r\nkey:000000000042\r\n$0\r\n\r\n",
        batch(BenchTests.test("set", new KeySpace(1_000_000, 16, 0, 0.99)), 1, 42));
  }

  @Test
  void scoresAndMembersAreDrawnEachOnItsOwn() {
    assertEquals("*4\r\n$4\r\nZADD\r\n$6\r\nmyzset\r\n$12\r\n000000000007\r\n$20\r\nelement:000000000008\r\n",
        batch(BenchTests.test("zadd", SPACE), 1, 7, 8));
  }

  @Test
  void aPipelineIsOneRequestAfterTheOther() {
    assertEquals("*2\r\n$3\r\nGET\r\n$16\r\nkey:000000000001\r\n*2\r\n$3\r\nGET\r\n$16\r\nkey:000000999999\r\n",
        batch(BenchTests.test("get", SPACE), 2, 1, 999_999));
  }

  @Test
  void digitsOfAnEarlierBatchLeaveNoTrace() {
    RequestBatch batch = new RequestBatch(BenchTests.test("get", SPACE), draws(987_654, 3, 4, 5), random(), 1);
    batch.fill(1);
    batch.fill(3);
    assertEquals("key:000000000003 key:000000000004 key:000000000005", String.join(" ",
        text(batch).lines().filter(line -> line.startsWith("key:")).toList()));
  }

  @Test
  void shortKeysLosePrefixAndLongOnesGainDigits() {
    assertEquals("*2\r\n$3\r\nGET\r\n$6\r\n000042\r\n",
        batch(BenchTests.test("get", new KeySpace(1_000_000, 6, 3, 0.99)), 1, 42));
    assertEquals("*2\r\n$3\r\nGET\r\n$20\r\nkey:0000000000000042\r\n",
        batch(BenchTests.test("get", new KeySpace(1_000_000, 20, 3, 0.99)), 1, 42));
  }

  @Test
  void aMixHoldsItsShares() {
    RequestBatch batch = new RequestBatch(BenchTests.mix("get:80,set:20", SPACE), () -> 0, random(), 16);
    batch.fill(10_000);
    long gets = text(batch).lines().filter("GET"::equals).count();
    long sets = text(batch).lines().filter("SET"::equals).count();
    assertEquals(10_000, gets + sets);
    assertTrue(gets > 7_800 && gets < 8_200, "GETs: " + gets);
  }

  @Test
  void whatIsNoMixOrTestIsRefused() {
    for (String mix : List.of("get", "get:0", "get:x", "nope:1", "", "get:1,"))
      assertThrows(IllegalArgumentException.class, () -> BenchTests.mix(mix, SPACE), mix);
    assertThrows(IllegalArgumentException.class, () -> RequestTemplate.parse("  ", SPACE));
    assertThrows(IllegalArgumentException.class, () -> new KeySpace(1_000_000, 5, 3, 0.99));
  }

  private static String batch(RequestMix mix, int requests, long... keys) {
    RequestBatch batch = new RequestBatch(mix, draws(keys), random(), requests);
    batch.fill(requests);
    return text(batch);
  }

  private static KeyDraw draws(long... numbers) {
    int[] next = {0};
    return () -> numbers[next[0]++];
  }

  private static SplittableRandom random() { return new SplittableRandom(1); }

  private static String text(RequestBatch batch) {
    return new String(batch.bytes(), 0, batch.length(), StandardCharsets.US_ASCII);
  }
}
