package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.script.MemoryTx;
import io.vertikv.resp.type.ZsetRange.Kind;
import io.vertikv.resp.type.ZsetRange.LexBound;
import io.vertikv.resp.type.ZsetRange.LexRange;
import io.vertikv.resp.type.ZsetRange.ScoreRange;
import io.vertikv.txn.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisZsetTest {
  private static final Key KEY = new Key(3, bytes("zset"));
  private static final double[] SCORES = {0, 1, 1.5, -2, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, -1e-9};

  private final MemoryTx tx = new MemoryTx();
  private final Map<String, Double> model = new HashMap<>();

  /** Every operation against a map that is sorted anew each time; few members stay in the header, many leave it. */
  @ParameterizedTest
  @CsvSource({"1,30", "2,60", "3,120", "4,140", "5,200", "6,400", "7,400"})
  void aSortedSetDoesWhatASortedMapDoes(long seed, int members) {
    Random random = new Random(seed);
    for (int step = 0; step < 1200; step++) {
      String at = "seed " + seed + " members " + members + " step " + step + " " + change(random, members);
      RedisZset zset = RedisZset.of(tx, KEY);
      assertEquals(model.size(), zset.size(), at);
      assertEquals(!model.isEmpty(), zset.exists(), at);
      read(random, zset, members, at);
      if (step % 20 == 0) {
        assertEquals(sorted(), all(zset), at);
        StoredParts.assertOwned(tx, KEY);
        assertPairs(zset);
      }
    }
    KeyEntry.of(tx, KEY).remove();
    StoredParts.collectGarbage(tx);
    assertEquals(0, tx.data().size(), "orphans");
    assertEquals(0, tx.counter(KeyEntry.keysCounter(3)));
  }

  /** Each member has its element, and the rest is the header and the order of the scores. */
  private void assertPairs(RedisZset zset) {
    if (!zset.exists() || zset.isInline()) return;
    long order = tx.data().keySet().stream().filter(this::isOfOrder).count();
    assertEquals(1 + zset.size() + order, tx.data().size());
    assertTrue(order <= 3 + zset.size() / 4, "records of the order: " + order + " for " + zset.size());
  }

  private boolean isOfOrder(byte[] stored) {
    long generation = Header.decode(tx.get(KEY.header())).generation();
    return RedisKeys.scores(KEY, generation).contains(stored) || RedisKeys.ranks(KEY, generation).contains(stored);
  }

  private String change(Random random, int members) {
    RedisZset zset = RedisZset.of(tx, KEY);
    int kind = random.nextInt(100);
    if (kind < 70) {
      String member = member(random, members);
      double score = score(random);
      Double before = model.put(member, score);
      double old = zset.score(bytes(member));
      assertEquals(before == null ? Double.NaN : before, old);
      zset.put(bytes(member), old, score);
      zset.save();
      return "put " + member + " " + score;
    }
    if (kind < 96) {
      String member = member(random, members);
      assertEquals(model.remove(member) != null, zset.remove(bytes(member)));
      zset.save();
      return "remove " + member;
    }
    if (kind < 99 || random.nextInt(4) > 0) {
      ZsetRange range = scoreRange(random);
      List<ScoredMember> removed = new ArrayList<>();
      zset.range(range, Direction.FORWARD, 0, random.nextInt(8), (m, s) -> removed.add(new ScoredMember(m, s)));
      for (ScoredMember m : removed) model.remove(text(m.member()));
      zset.remove(removed);
      zset.save();
      return "remove " + removed.size() + " of " + range;
    }
    List<ScoredMember> everything = all(zset);
    zset.remove(everything);
    zset.save();
    model.clear();
    return "remove all";
  }

  private void read(Random random, RedisZset zset, int members, String at) {
    List<ScoredMember> sorted = sorted();
    Direction direction = random.nextBoolean() ? Direction.FORWARD : Direction.BACKWARD;
    List<ScoredMember> ordered = direction == Direction.FORWARD ? sorted : sorted.reversed();
    String member = member(random, members);
    List<String> names = ordered.stream().map(m -> text(m.member())).toList();
    double score = zset.score(bytes(member));
    assertEquals(model.getOrDefault(member, Double.NaN), score, at);
    if (!Double.isNaN(score)) {
      assertEquals(names.indexOf(member), zset.rank(bytes(member), score, direction), at);
    }
    List<ScoredMember> found = new ArrayList<>();
    if (!sorted.isEmpty()) {
      int from = random.nextInt(sorted.size());
      int to = from + random.nextInt(sorted.size() - from);
      zset.range(from, to, direction, (m, s) -> found.add(new ScoredMember(m, s)));
      assertEquals(ordered.subList(from, to + 1), found, at);
    }
    ScoreRange range = scoreRange(random);
    long offset = random.nextInt(4) - 1;
    long limit = random.nextInt(8) - 1;
    List<ScoredMember> inRange = ordered.stream()
        .filter(m -> (range.minExcluded() ? m.score() > range.min() : m.score() >= range.min())
            && (range.maxExcluded() ? m.score() < range.max() : m.score() <= range.max()))
        .toList();
    found.clear();
    zset.range(range, direction, offset, limit, (m, s) -> found.add(new ScoredMember(m, s)));
    assertEquals(offset < 0
        ? List.of()
        : inRange.stream().skip(offset).limit(limit < 0 ? Long.MAX_VALUE : limit).toList(), found, at + " " + range);
    assertEquals(inRange.size(), zset.count(range), at + " " + range);
  }

  @ParameterizedTest
  @CsvSource({"1,50", "2,300"})
  void aRangeByMemberIsFoundAmongMembersOfOneScore(long seed, int members) {
    Random random = new Random(seed);
    RedisZset zset = RedisZset.of(tx, KEY);
    for (int i = 0; i < members; i++) zset.put(bytes("m" + i * 7), Double.NaN, -3.5);
    zset.save();
    List<String> names = all(zset).stream().map(m -> text(m.member())).toList();
    for (int i = 0; i < 500; i++) {
      LexBound min = bound(random, members * 8);
      LexBound max = bound(random, members * 8);
      Direction direction = random.nextBoolean() ? Direction.FORWARD : Direction.BACKWARD;
      List<String> found = new ArrayList<>();
      zset.range(new LexRange(min, max), direction, 0, -1, (m, s) -> found.add(text(m)));
      List<String> expected = new ArrayList<>(names.stream().filter(n -> above(min, n) && below(max, n)).toList());
      if (direction == Direction.BACKWARD) Collections.reverse(expected);
      assertEquals(expected, found, "seed " + seed + " from " + min + " to " + max);
    }
  }

  private static boolean above(LexBound min, String name) {
    return switch (min.kind()) {
      case LOWEST -> true;
      case INCLUDED -> name.compareTo(text(min.member())) >= 0;
      case EXCLUDED -> name.compareTo(text(min.member())) > 0;
      case HIGHEST -> false;
    };
  }

  private static boolean below(LexBound max, String name) {
    return switch (max.kind()) {
      case LOWEST -> false;
      case INCLUDED -> name.compareTo(text(max.member())) <= 0;
      case EXCLUDED -> name.compareTo(text(max.member())) < 0;
      case HIGHEST -> true;
    };
  }

  private static LexBound bound(Random random, int below) {
    Kind kind = random.nextInt(8) == 0 ? Kind.LOWEST : random.nextInt(8) == 0 ? Kind.HIGHEST : Kind.INCLUDED;
    if (kind != Kind.INCLUDED) return new LexBound(kind, null);
    return new LexBound(random.nextBoolean() ? kind : Kind.EXCLUDED, Slice.of(bytes("m" + random.nextInt(below))));
  }

  @Test
  void aScanShowsEveryMemberThatStaysWhileOthersComeAndGo() {
    RedisZset zset = RedisZset.of(tx, KEY);
    for (int i = 0; i < 400; i++) zset.put(bytes("m" + i), Double.NaN, i);
    zset.save();
    Set<String> seen = new HashSet<>();
    long cursor = 0;
    int round = 0;
    do {
      cursor = RedisZset.of(tx, KEY).scan(cursor, 10, (member, score) -> seen.add(text(member)));
      RedisZset changed = RedisZset.of(tx, KEY);
      changed.put(bytes("new" + round), Double.NaN, round);
      changed.remove(bytes("m" + (300 + round)));
      changed.save();
      round++;
    } while (cursor != 0);
    for (int i = 0; i < 300; i++) assertTrue(seen.contains("m" + i));
  }

  @Test
  void aNewScoreWritesTheHeaderAnewSoThatWatchNoticesIt() {
    fill(300);
    int before = tx.savepoint();
    long version = tx.version(KEY.header()).commitTs();
    RedisZset zset = RedisZset.of(tx, KEY);
    zset.put(bytes("m4"), 4, 5);
    zset.save();
    assertEquals(3, tx.savepoint() - before, "member, its block by score, header");
    assertTrue(tx.version(KEY.header()).commitTs() > version);
    assertEquals(5, RedisZset.of(tx, KEY).score(bytes("m4")));
  }

  @Test
  void removingEverythingTouchesTheHeaderOnly() {
    fill(300);
    int before = tx.savepoint();
    RedisZset zset = RedisZset.of(tx, KEY);
    zset.remove(all(zset));
    zset.save();
    // The header, the garbage task and the counter.
    assertTrue(tx.savepoint() - before <= 3);
    assertFalse(RedisZset.of(tx, KEY).exists());
    StoredParts.assertOwned(tx, KEY);
    assertNull(tx.get(KEY.header()));
  }

  @Test
  void aCopyHasAnOrderOfItsOwnAndTheOriginalsIsCollected() {
    fill(20_000);
    Key to = new Key(4, bytes("another name"));
    ValueCopy.run(tx, KeyEntry.of(tx, KEY), KeyEntry.of(tx, to));
    KeyEntry.of(tx, KEY).remove();
    while (GarbageCollection.run(tx, 1000)) tx.commit();
    RedisZset copy = RedisZset.of(tx, to);
    assertEquals(15_000, copy.rank(bytes("m15000"), 15_000, Direction.FORWARD));
    copy.put(bytes("new"), Double.NaN, 9_999.5);
    copy.save();
    assertEquals(15_001, RedisZset.of(tx, to).rank(bytes("m15000"), 15_000, Direction.FORWARD));
    StoredParts.assertOwned(tx);
    KeyEntry.of(tx, to).remove();
    while (GarbageCollection.run(tx, 1000)) tx.commit();
    assertEquals(0, tx.data().size());
  }

  @Test
  void aRankInALargeSortedSetReadsFewRecords() {
    fill(20_000);
    int[] reads = {0};
    RedisZset zset = RedisZset.of(new CountingTx(tx, reads), KEY);
    assertEquals(12_345, zset.rank(bytes("m12345"), 12_345, Direction.FORWARD));
    List<String> shown = new ArrayList<>();
    zset.range(10_000, 10_001, Direction.BACKWARD, (m, s) -> shown.add(text(m)));
    assertEquals(List.of("m9999", "m9998"), shown);
    assertEquals(5_000, zset.count(new ScoreRange(100, false, 5_100, true)));
    assertTrue(reads[0] <= 20, "reads: " + reads[0]);
  }

  @Test
  void randomMembersAreDifferentOrAnyAsAsked() {
    for (int size : new int[]{20, 300}) {
      KeyEntry.of(tx, KEY).remove();
      fill(size);
      RedisZset zset = RedisZset.of(tx, KEY);
      for (int count : new int[]{1, 5, size, 2 * size}) {
        List<ScoredMember> distinct = zset.distinct(count, tx.random());
        assertEquals(Math.min(count, size), new HashSet<>(distinct).size());
        assertEquals(Math.min(count, size), distinct.size());
        List<ScoredMember> repeated = zset.repeated(count, tx.random());
        assertEquals(count, repeated.size());
        for (ScoredMember m : repeated) assertEquals(m.score(), zset.score(m.member().toByteArray()));
      }
    }
  }

  @Test
  void theBytesOfASmallSortedSetAreThese() {
    RedisZset zset = RedisZset.of(tx, KEY);
    zset.put(bytes("b"), Double.NaN, -0.0);
    zset.put(bytes("a"), Double.NaN, 1.5);
    zset.save();
    assertEquals("01030200" + "04" + "0162" + "08" + "8000000000000000" + "0161" + "08" + "bff8000000000000",
        HexFormat.of().formatHex(tx.get(KEY.header())));
  }

  @Test
  void theBytesOfALargeSortedSetAreThese() {
    fill(129);
    assertEquals("01030400" + "00000000000003e9" + "8101" + "01",
        HexFormat.of().formatHex(tx.get(KEY.header())));
    assertEquals("401c000000000000",
        HexFormat.of().formatHex(tx.get(RedisKeys.element(KEY, 0x3e9, bytes("m7")))));
    String block = HexFormat.of().formatHex(tx.get(RedisKeys.scoreBlock(KEY, 0x3e9, new byte[0])));
    assertTrue(block.startsWith("01" + "0000000000000000" + "026d30" + "3ff0000000000000" + "026d31"), block);
  }

  private void fill(int count) {
    RedisZset zset = RedisZset.of(tx, KEY);
    for (int i = 0; i < count; i++) zset.put(bytes("m" + i), Double.NaN, i);
    zset.save();
  }

  private List<ScoredMember> sorted() {
    List<ScoredMember> sorted = new ArrayList<>();
    model.forEach((member, score) -> sorted.add(new ScoredMember(Slice.of(bytes(member)), score)));
    Collections.sort(sorted);
    return sorted;
  }

  private static List<ScoredMember> all(RedisZset zset) {
    List<ScoredMember> all = new ArrayList<>();
    zset.range(ZsetRange.ALL, Direction.FORWARD, 0, -1, (member, score) -> all.add(new ScoredMember(member, score)));
    return all;
  }

  private static String member(Random random, int members) {
    int number = random.nextInt(members);
    return number % 97 == 96 ? "long " + "x".repeat(70) + number : "m" + number;
  }

  private static double score(Random random) {
    return random.nextBoolean() ? SCORES[random.nextInt(SCORES.length)] : random.nextInt(20) - 10;
  }

  private static ScoreRange scoreRange(Random random) {
    return new ScoreRange(score(random), random.nextBoolean(), score(random), random.nextBoolean());
  }

  private static byte[] bytes(String text) { return text.getBytes(java.nio.charset.StandardCharsets.UTF_8); }

  private static String text(Slice slice) { return slice.toString(); }
}
