package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.script.MemoryTx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedisSetTest {
  private final MemoryTx tx = new MemoryTx();
  private final Key key = new Key(0, bytes("set"));

  static LongStream seeds() { return LongStream.rangeClosed(1, 10); }

  @Test
  void aSmallSetIsItsHeader() {
    add("2", "1");
    assertEquals("01" + "02" + "03" + "00" + "02" + "0001" + "0002", HexFormat.of().formatHex(header().bytes()));
    add("x");
    assertEquals("01" + "02" + "02" + "00" + "03" + "0131" + "0132" + "0178",
        HexFormat.of().formatHex(header().bytes()));
    assertEquals(1, tx.data().size());
  }

  @Test
  void aMemberOfALargeSetIsAnEmptyRecord() {
    String member = "m".repeat(65);
    add(member);
    assertEquals(0, tx.data().get(RedisKeys.element(key, header().generation(), bytes(member))).length);
    assertEquals(2, tx.data().size());
  }

  @Test
  void anIntegerOfALargeSetIsWrittenOut() {
    for (int i = 0; i < 513; i++) add("" + i);
    assertEquals(Encoding.ELEMENTS, header().encoding());
    assertTrue(tx.data().containsKey(RedisKeys.element(key, header().generation(), bytes("512"))));
  }

  @Test
  void addingWhatIsThereAndRemovingWhatIsNotWritesNothing() {
    for (String member : List.of("1", "x", "m".repeat(70))) {
      add(member);
      long before = tx.version(key.header()).commitTs();
      add(member);
      RedisSet set = RedisSet.of(tx, key);
      assertFalse(set.remove(bytes("nosuch")));
      set.save();
      assertEquals(before, tx.version(key.header()).commitTs());
    }
  }

  @Test
  void aReplacedSetLeavesNothingButATask() {
    for (int i = 0; i < 600; i++) add("m" + i);
    RedisSet.replace(tx, key, List.of(Slice.of(bytes("a")), Slice.of(bytes("b"))));
    assertEquals(Encoding.INLINE, header().encoding());
    assertEquals(600 + 1, tx.data().size());
    assertEquals(1, tx.reminders().size(), "the task");
    StoredParts.assertComplete(tx, key);
    RedisSet.replace(tx, key, List.of());
    StoredParts.assertComplete(tx, key);
    assertTrue(tx.data().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void itHoldsWhatASetHolds(long seed) {
    Random random = new Random(seed);
    Set<String> model = new HashSet<>();
    Encoding last = null;
    int names = 1 << random.nextInt(3, 11);
    int strings = random.nextInt(4) * 30;
    for (int step = 0; step < 300; step++) {
      String replay = "seed " + seed + " step " + step;
      int mark = tx.savepoint();
      Set<String> before = new HashSet<>(model);
      change(random, model, names, step < 100 ? 0 : strings, replay);
      if (random.nextInt(20) == 0) {
        tx.rollbackTo(mark);
        model.clear();
        model.addAll(before);
      }
      Header header = header();
      assertEquals(model.isEmpty(), header == null, replay);
      if (last != null && header != null && !before.isEmpty()) {
        assertTrue(rank(header.encoding()) >= rank(last), replay + ": " + last + " became " + header.encoding());
      }
      last = header == null ? null : header.encoding();
      check(model, random, replay);
      StoredParts.assertComplete(tx, key);
    }
    RedisSet.of(tx, key).clear();
    StoredParts.collectGarbage(tx);
    assertTrue(tx.data().isEmpty(), "seed " + seed);
  }

  private static int rank(Encoding encoding) {
    return List.of(Encoding.INTSET, Encoding.INLINE, Encoding.ELEMENTS).indexOf(encoding);
  }

  private void change(Random random, Set<String> model, int names, int strings, String replay) {
    int kind = random.nextInt(100);
    RedisSet set = RedisSet.of(tx, key);
    int count = kind % 10 == 0 ? random.nextInt(1, 200) : random.nextInt(1, 4);
    if (kind == 0) {
      set.clear();
      model.clear();
    } else if (kind < 65) {
      String first = member(random, names, strings);
      if (random.nextBoolean()) set.expect(bytes(first), count);
      assertEquals(model.add(first), set.add(bytes(first)), replay);
      for (int i = 1; i < count; i++) {
        String member = member(random, names, strings);
        assertEquals(model.add(member), set.add(bytes(member)), replay);
      }
    } else if (kind < 95) {
      for (int i = 0; i < count; i++) {
        String member = member(random, names, strings);
        assertEquals(model.remove(member), set.remove(bytes(member)), replay);
      }
    } else {
      List<Slice> popped = set.distinct(count, random);
      for (Slice member : popped)
        assertTrue(model.remove(member.toString()) && set.remove(member.toByteArray()), replay);
    }
    set.save();
  }

  private static String member(Random random, int names, int strings) {
    if (strings > 0 && random.nextInt(2000) == 0) return "m".repeat(65);
    int number = random.nextInt(names) - names / 4;
    return random.nextInt(100) < strings ? "m" + number : "" + number;
  }

  private void check(Set<String> model, Random random, String replay) {
    RedisSet set = RedisSet.of(tx, key);
    List<Slice> members = set.members();
    assertEquals(model.size(), members.size(), replay);
    assertEquals(model, texts(members), replay);
    assertEquals(model.size(), set.size(), replay);
    for (int i = -5; i < 5; i++) assertEquals(model.contains("" + i), set.has(bytes("" + i)), replay);
    if (model.isEmpty()) return;
    assertTrue(model.contains(set.any(random).toString()), replay);
    int wanted = random.nextInt(1, model.size() + 3);
    List<Slice> distinct = set.distinct(wanted, random);
    assertEquals(Math.min(wanted, model.size()), distinct.size(), replay);
    assertEquals(distinct.size(), texts(distinct).size(), replay);
    assertTrue(model.containsAll(texts(distinct)), replay);
    List<Slice> repeated = set.repeated(wanted, random);
    assertEquals(wanted, repeated.size(), replay);
    assertTrue(model.containsAll(texts(repeated)), replay);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void algebraGivesWhatJavasSetsGive(long seed) {
    Random random = new Random(seed);
    List<Set<String>> models = new ArrayList<>();
    List<RedisSet> sets = new ArrayList<>();
    int count = random.nextInt(1, 5);
    for (int i = 0; i < count; i++) {
      Set<String> model = new HashSet<>();
      Key name = new Key(0, bytes("set" + i));
      int size = random.nextInt(4) * random.nextInt(250);
      for (int j = 0; j < size; j++) model.add((random.nextInt(3) == i ? "m" : "") + random.nextInt(700));
      RedisSet.replace(tx, name, model.stream().map(m -> Slice.of(bytes(m))).toList());
      models.add(model);
      sets.add(RedisSet.of(tx, name));
    }
    Set<String> union = new HashSet<>();
    models.forEach(union::addAll);
    Set<String> common = new HashSet<>(models.getFirst());
    models.forEach(common::retainAll);
    Set<String> rest = new HashSet<>(models.getFirst());
    models.subList(1, count).forEach(rest::removeAll);
    String replay = "seed " + seed;
    assertEquals(union, texts(SetAlgebra.union(sets)), replay);
    assertEquals(common, texts(SetAlgebra.intersection(sets, Long.MAX_VALUE)), replay);
    assertEquals(common.size(), SetAlgebra.intersection(sets, Long.MAX_VALUE).size(), replay);
    assertEquals(rest, texts(SetAlgebra.difference(sets)), replay);
    assertEquals(rest.size(), SetAlgebra.difference(sets).size(), replay);
    int limit = random.nextInt(1, 50);
    assertEquals(Math.min(limit, common.size()), SetAlgebra.intersection(sets, limit).size(), replay);
  }

  private static Set<String> texts(java.util.Collection<Slice> slices) {
    return slices.stream().map(Slice::toString).collect(Collectors.toCollection(TreeSet::new));
  }

  private Header header() {
    byte[] stored = tx.get(key.header());
    return stored == null ? null : Header.decode(stored);
  }

  private void add(String... members) {
    RedisSet set = RedisSet.of(tx, key);
    for (String member : members) set.add(bytes(member));
    set.save();
  }

  private static byte[] bytes(String text) { return text.getBytes(StandardCharsets.ISO_8859_1); }
}
