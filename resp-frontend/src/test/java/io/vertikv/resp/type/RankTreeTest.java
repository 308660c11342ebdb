package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.script.MemoryTx;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.txn.Direction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankTreeTest {
  private static final Key KEY = new Key(0, bytes("zset"));
  private static final long GENERATION = 7;
  private static final byte[] LOWEST = new byte[0];

  private final MemoryTx tx = new MemoryTx();
  private final TreeSet<ScoredMember> model = new TreeSet<>();
  private int height;

  /** Grows past splits of nodes, shrinks past joins, at random, at the ends, in the middle; often from what is stored. */
  @ParameterizedTest
  @CsvSource({"1,RANDOM", "2,RANDOM", "3,ASCENDING", "4,DESCENDING", "5,ONE_SCORE", "6,LONG", "7,LONG"})
  void aTreeCountsWhatASortedSetHolds(long seed, Shape shape) {
    Random random = new Random(seed);
    RankTree tree = RankTree.fresh(tx, KEY, GENERATION);
    for (int phase = 0; phase < 6; phase++) {
      int operations = shape == Shape.LONG ? 700 : 6000;
      int adds = phase % 2 == 0 ? 95 : 4;
      for (int i = 0; i < operations; i++) {
        if (random.nextInt(100) < adds) add(tree, shape, random, i + phase * operations);
        else remove(tree, random, phase);
        if (i % 97 == 0) tree = reopened(tree);
        if (i % 501 == 0) check(tree, random, "seed " + seed + " phase " + phase + " operation " + i);
      }
    }
    tree = reopened(tree);
    check(tree, random, "seed " + seed + " at the end");
    while (!model.isEmpty()) remove(tree, random, 1);
    tree = reopened(tree);
    assertEquals(0, tree.total());
    assertTrue(tx.data().size() <= 3 * tree.height() + 3, "left of an empty tree: " + tx.data().size() + " records");
  }

  enum Shape {
    RANDOM, ASCENDING, DESCENDING, ONE_SCORE, LONG
  }

  private void add(RankTree tree, Shape shape, Random random, int number) {
    ScoredMember member = switch (shape) {
      case RANDOM -> member(random.nextInt(5000), "m" + random.nextInt(100_000));
      case ASCENDING -> member(number, "m");
      case DESCENDING -> member(-number, "m");
      case ONE_SCORE -> member(1, "m" + random.nextInt(100_000));
      case LONG ->
        member(random.nextInt(3), "x".repeat(random.nextInt(3) * 900 + random.nextInt(100)) + random.nextInt(100_000));
    };
    if (model.add(member)) tree.add(place(member), member.score());
  }

  /** Mostly anywhere; in some phases at an end, as queues do. */
  private void remove(RankTree tree, Random random, int phase) {
    if (model.isEmpty()) return;
    ScoredMember member = phase == 1
        ? model.first()
        : phase == 3 ? model.last() : model.ceiling(member(random.nextInt(5000) - 10, ""));
    if (member == null) member = model.first();
    model.remove(member);
    tree.remove(place(member));
  }

  private RankTree reopened(RankTree tree) {
    tree.save();
    height = tree.height();
    return RankTree.of(tx, KEY, GENERATION, height);
  }

  private void check(RankTree tree, Random random, String at) {
    List<ScoredMember> sorted = new ArrayList<>(model);
    assertEquals(sorted.size(), tree.total(), at);
    assertEquals(sorted, shown(tree.walk(0, sorted.size(), Direction.FORWARD)), at);
    assertEquals(sorted.reversed(), shown(tree.walk(0, sorted.size(), Direction.BACKWARD)), at);
    for (int i = 0; i < 20 && !sorted.isEmpty(); i++) {
      int rank = random.nextInt(sorted.size());
      assertEquals(rank, tree.before(place(sorted.get(rank))), at);
      int to = rank + random.nextInt(Math.min(200, sorted.size() - rank) + 1);
      assertEquals(sorted.subList(rank, to), shown(tree.walk(rank, to, Direction.FORWARD)), at);
      ScoredMember any = member(random.nextInt(6000) - 500, "m" + random.nextInt(100_000));
      assertEquals(model.headSet(any).size(), tree.before(place(any)), at);
    }
  }

  @Test
  void whatIsTakenBackLeavesNoTrace() {
    RankTree tree = RankTree.fresh(tx, KEY, GENERATION);
    Random random = new Random(8);
    for (int i = 0; i < 3000; i++) add(tree, Shape.RANDOM, random, i);
    tree = reopened(tree);
    int before = tx.savepoint();
    TreeSet<ScoredMember> kept = new TreeSet<>(model);
    int keptHeight = height;
    for (int i = 0; i < 2000; i++) remove(tree, random, i % 4);
    tree = reopened(tree);
    check(tree, random, "shrunk");
    tx.rollbackTo(before);
    model.clear();
    model.addAll(kept);
    check(RankTree.of(tx, KEY, GENERATION, keptHeight), random, "taken back");
  }

  @Test
  void aWriteTouchesOneBlockAndOneCountOnEachLevel() {
    RankTree tree = RankTree.fresh(tx, KEY, GENERATION);
    for (int i = 0; i < 30_000; i++) tree.add(RedisKeys.place(i, bytes("m")), i);
    tree = reopened(tree);
    assertEquals(2, tree.height());
    int before = tx.savepoint();
    tree.add(RedisKeys.place(15_000.5, bytes("m")), 15_000.5);
    tree.save();
    assertEquals(3, tx.savepoint() - before);
  }

  @Test
  void changesThatCancelOutAreNotWritten() {
    RankTree tree = RankTree.fresh(tx, KEY, GENERATION);
    for (int i = 0; i < 40; i++) tree.add(RedisKeys.place(i, bytes("m")), i);
    tree = reopened(tree);
    int before = tx.savepoint();
    tree.remove(RedisKeys.place(4, bytes("m")));
    tree.add(RedisKeys.place(5.5, bytes("m")), 5.5);
    tree.save();
    assertEquals(1, tx.savepoint() - before, "the block");
  }

  @Test
  void theBytesOfANodeAreThese() {
    RankNode node = RankNode.of(1, List.of(child("", 3), child("c", 64), child("def", 0)));
    assertEquals("01" + "0002" + "00000001" + "00000004" + "63" + "646566", hex(node.bounds()));
    assertEquals("01" + "0003" + "0040" + "0000", hex(node.counts()));
    assertEquals("01" + "00000003" + "00000040", hex(RankNode.of(2, List.of(child("", 3), child("c", 64))).counts()));
    RankNode decoded = RankNode.decode(1, LOWEST, node.bounds(), node.counts());
    assertEquals(67, decoded.total());
    assertEquals(1, decoded.child(bytes("cc")));
    assertEquals("def", new String(decoded.lower(2), StandardCharsets.UTF_8));
  }

  private static RankNode.Child child(String lower, long count) {
    return new RankNode.Child(bytes(lower), count, null);
  }

  @Test
  void theBytesOfABlockAreThese() {
    ScoreBlock block = ScoreBlock.empty(LOWEST);
    block.add(RedisKeys.place(1.5, bytes("b")), 1.5);
    block.add(RedisKeys.place(0, bytes("a")), -0.0);
    assertEquals("01" + "8000000000000000" + "0161" + "3ff8000000000000" + "0162", hex(block.bytes()));
    assertEquals("-0.0", "" + ScoreBlock.decode(LOWEST, block.bytes()).members().getFirst().score());
  }

  @Test
  void bytesThatAreNoNodeAndNoBlockAreRefused() {
    RankNode node = RankNode.of(1, List.of(child("", 3), child("c", 64)));
    ScoreBlock block = ScoreBlock.empty(LOWEST);
    block.add(RedisKeys.place(1.5, bytes("b")), 1.5);
    for (int length = 0; length < node.bounds().length; length++) {
      byte[] cut = Arrays.copyOf(node.bounds(), length);
      assertThrows(MalformedBytes.class, () -> RankNode.decode(1, LOWEST, cut, node.counts()));
    }
    assertThrows(MalformedBytes.class, () -> RankNode.decode(2, LOWEST, node.bounds(), node.counts()));
    for (int length : new int[]{0, 2, 8, 9, block.bytes().length - 1}) {
      assertThrows(MalformedBytes.class, () -> ScoreBlock.decode(LOWEST, Arrays.copyOf(block.bytes(), length)));
    }
    assertThrows(MalformedBytes.class, () -> ScoreBlock.decode(LOWEST, new byte[]{2}));
  }

  private static List<ScoredMember> shown(ZsetWalk walk) {
    List<ScoredMember> shown = new ArrayList<>();
    while (walk.next()) shown.add(new ScoredMember(walk.member(), walk.score()));
    return shown;
  }

  private static ScoredMember member(double score, String name) {
    return new ScoredMember(Slice.of(bytes(name)), score);
  }

  private static byte[] place(ScoredMember m) { return RedisKeys.place(m.score(), m.member().toByteArray()); }

  private static String hex(byte[] bytes) { return HexFormat.of().formatHex(bytes); }

  private static byte[] bytes(String text) { return text.getBytes(StandardCharsets.UTF_8); }
}
