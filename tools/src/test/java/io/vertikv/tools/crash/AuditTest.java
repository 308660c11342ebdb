package io.vertikv.tools.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Histories with one thing wrong each, which the audit must name; and good ones, about which it must say nothing. */
class AuditTest {
  private static final Effect IN_LIST = new Effect.Add(Kind.LIST, "list/a", "1");
  private static final Effect IN_SET = new Effect.Add(Kind.SET, "set/a", "2");
  private static final Effect COUNTED = new Effect.Increment("counter/0");
  private static final Write GROUP = new Write(List.of(IN_LIST, IN_SET, COUNTED), true);

  private final Map<String, List<String>> before = new HashMap<>();
  private final Map<String, List<String>> now = new HashMap<>();
  private final Journal journal = new Journal();
  private final List<Write> unknown = new ArrayList<>();

  @Test
  void anAcknowledgedWriteIsThere() {
    acknowledged(single(IN_LIST));
    assertEquals(List.of("list/a has lost 1 elements, such as [1]"), problems());
    now.put("list/a", List.of("1"));
    assertEquals(List.of(), problems());
  }

  @Test
  void nothingIsThereTwice() {
    acknowledged(single(IN_LIST));
    now.put("list/a", List.of("1", "1"));
    assertEquals(List.of("list/a has more than was written, or has it twice: 1 elements, such as [1]"), problems());
  }

  @Test
  void nothingIsThereThatNobodyWrote() {
    now.put("set/b", List.of("ghost"));
    assertEquals(List.of("set/b has more than was written, or has it twice: 1 elements, such as [ghost]"), problems());
    now.remove("set/b");
    now.put("ghost", List.of("x"));
    assertThrows(CrashTestFailed.class, this::problems);
  }

  @Test
  void whatWasThereBeforeStays() {
    before.put("hash/a", List.of("f"));
    before.put("register/0", List.of("old"));
    before.put("counter/0", List.of("7"));
    assertEquals(3, problems().size());
    now.putAll(before);
    assertEquals(List.of(), problems());
  }

  @Test
  void anUnknownWriteMayBeThereOrNot() {
    unknown.add(single(IN_LIST));
    assertEquals(List.of(), problems());
    now.put("list/a", List.of("1"));
    assertEquals(List.of(), problems());
  }

  @Test
  void anUnknownGroupIsThereAsAWholeOrNotAtAll() {
    unknown.add(GROUP);
    assertEquals(List.of(), problems());
    now.put("list/a", List.of("1"));
    assertTrue(problems().getFirst().startsWith("torn, 1 of 2 are there"), problems()::toString);
    now.put("set/a", List.of("2"));
    assertEquals(List.of("counter/0 is 0, must be from 1 to 1"), problems());
    now.put("counter/0", List.of("1"));
    assertEquals(List.of(), problems());
    now.remove("list/a");
    now.remove("set/a");
    assertEquals(List.of("counter/0 is 1, must be from 0 to 0"), problems());
  }

  @Test
  void aCounterLiesBetweenWhatIsSureAndWhatIsPossible() {
    before.put("counter/0", List.of("10"));
    acknowledged(single(COUNTED));
    acknowledged(single(COUNTED));
    unknown.add(single(COUNTED));
    now.put("counter/0", List.of("11"));
    assertEquals(List.of("counter/0 is 11, must be from 12 to 13"), problems());
    now.put("counter/0", List.of("14"));
    assertEquals(List.of("counter/0 is 14, must be from 12 to 13"), problems());
    now.put("counter/0", List.of("13"));
    assertEquals(List.of(), problems());
  }

  @Test
  void aRegisterHasItsLastAcknowledgedValueOrALaterOne() {
    acknowledged(single(new Effect.Overwrite("register/0", "a")));
    acknowledged(single(new Effect.Overwrite("register/0", "b")));
    unknown.add(single(new Effect.Overwrite("register/0", "c")));
    now.put("register/0", List.of("a"));
    assertEquals(List.of("register/0 is \"a\", must be one of [b, c]"), problems());
    now.put("register/0", List.of("c"));
    assertEquals(List.of(), problems());
    now.put("register/0", List.of("b"));
    assertEquals(List.of(), problems());
  }

  @Test
  void aDeletedKeyStaysDeleted() {
    Effect.Add added = new Effect.Add(Kind.VALUE, "value/1", "v");
    acknowledged(single(added));
    now.put("value/1", List.of("v"));
    acknowledged(single(new Effect.Delete("value/1")));
    assertEquals(List.of("value/1 has more than was written, or has it twice: 1 elements, such as [v]"), problems());
    now.clear();
    assertEquals(List.of(), problems());
  }

  @Test
  void aKeyWhoseDeletionIsUnknownIsAsItWasOrGone() {
    before.put("value/1", List.of("v"));
    unknown.add(single(new Effect.Delete("value/1")));
    assertEquals(List.of(), problems());
    now.put("value/1", List.of("v"));
    assertEquals(List.of(), problems());
    now.put("value/1", List.of("other"));
    assertEquals(2, problems().size());
  }

  @Test
  void tornStringsAndPairsAreSeenWhenRead() {
    assertEquals(List.of("a", "b"), Kind.APPEND.elements("append/1", new Answer.Text("a;b;")));
    assertThrows(CrashTestFailed.class, () -> Kind.APPEND.elements("append/1", new Answer.Text("a;b")));
    Answer pair = new Answer.Items(List.of(new Answer.Text("f"), new Answer.Text("of-g")));
    assertThrows(CrashTestFailed.class, () -> Kind.HASH.elements("hash/1", pair));
    assertThrows(CrashTestFailed.class, () -> Kind.SET.elements("set/1", new Answer.Nil()));
  }

  private static Write single(Effect effect) { return new Write(List.of(effect), false); }

  private void acknowledged(Write write) {
    journal.sent(write);
    journal.acknowledged();
  }

  private List<String> problems() {
    Journal other = new Journal();
    unknown.forEach(other::sent);
    return Audit.of(new Contents(before), List.of(journal, other), new Contents(now)).problems();
  }
}
