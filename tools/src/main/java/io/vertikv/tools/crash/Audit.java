package io.vertikv.tools.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds what a server has after a crash against what its clients know. What was there before the round is the base. Every
 * acknowledged write adds to it. The fate of the others is read off the elements that they add: all of them there, then
 * it has happened; none, then it has not; some, then it was torn. What this makes must be what is there, no more and no
 * less. Only a few effects leave no trace of their own when they stand alone: an increment, an overwriting, a deletion.
 * For these every outcome that is possible is accepted.
 */
final class Audit {
  private static final int SHOWN_MAX = 5;

  private final Contents before;
  private final Contents now;
  private final List<Journal> journals;
  private final Map<String, Set<String>> found = new HashMap<>();
  private final Map<String, List<String>> added = new HashMap<>();
  private final Set<String> deleted = new HashSet<>();
  private final Set<String> maybeDeleted = new HashSet<>();
  private final Map<String, long[]> increments = new HashMap<>();
  private final Map<String, Set<String>> registers = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private int happened;

  private Audit(Contents before, List<Journal> journals, Contents now) {
    this.before = before;
    this.journals = journals;
    this.now = now;
  }

  static Audit of(Contents before, List<Journal> journals, Contents now) {
    Audit audit = new Audit(before, journals, now);
    for (Journal journal : journals) audit.decide(journal);
    audit.compare();
    return audit;
  }

  /** What must not be; empty when all is well. */
  List<String> problems() { return problems; }

  int acknowledged() { return journals.stream().mapToInt(journal -> journal.known().size()).sum(); }

  int unknown() { return journals.stream().mapToInt(journal -> journal.unknown().size()).sum(); }

  /** How many of the unknown ones can be seen to have happened. */
  int happened() { return happened; }

  private void decide(Journal journal) {
    journal.known().forEach(this::sure);
    for (Write write : journal.unknown()) {
      List<Effect.Add> additions = write.additions();
      long there = additions.stream().filter(this::isThere).count();
      if (additions.isEmpty()) write.effects().forEach(this::possible);
      else if (there == additions.size()) {
        happened++;
        sure(write);
      } else if (there > 0) problems.add("torn, " + there + " of " + additions.size() + " are there: " + write);
    }
  }

  private boolean isThere(Effect.Add effect) {
    return found.computeIfAbsent(effect.key(), key -> new HashSet<>(now.of(key))).contains(effect.element());
  }

  private void sure(Write write) { write.effects().forEach(this::sure); }

  private void sure(Effect effect) {
    switch (effect) {
      case Effect.Add add -> added.computeIfAbsent(add.key(), key -> new ArrayList<>()).add(add.element());
      case Effect.Increment increment -> {
        bounds(increment)[0]++;
        bounds(increment)[1]++;
      }
      case Effect.Overwrite overwrite -> registers.put(overwrite.key(), new HashSet<>(Set.of(overwrite.value())));
      case Effect.Delete delete -> deleted.add(delete.key());
    }
  }

  private void possible(Effect effect) {
    switch (effect) {
      case Effect.Add add -> throw new IllegalStateException(add + " leaves a trace");
      case Effect.Increment increment -> bounds(increment)[1]++;
      case Effect.Overwrite overwrite ->
        registers.computeIfAbsent(overwrite.key(), key -> new HashSet<>(Set.of(valueBefore(key))))
            .add(overwrite.value());
      case Effect.Delete delete -> maybeDeleted.add(delete.key());
    }
  }

  private long[] bounds(Effect.Increment increment) {
    return increments.computeIfAbsent(increment.key(), key -> new long[2]);
  }

  /** The empty text stands for a register that was never written. */
  private String valueBefore(String register) {
    return String.join("", before.of(register));
  }

  private void compare() {
    Set<String> names = new TreeSet<>(before.keys().keySet());
    names.addAll(now.keys().keySet());
    names.addAll(added.keySet());
    names.addAll(registers.keySet());
    names.addAll(increments.keySet());
    for (String name : names) {
      switch (Kind.of(name)) {
        case COUNTER -> compareCounter(name);
        case REGISTER -> compareRegister(name);
        case VALUE, APPEND, LIST, HASH, SET, ZSET -> compareElements(name);
      }
    }
  }

  private void compareCounter(String name) {
    long base = number(before.of(name));
    long[] bounds = increments.getOrDefault(name, new long[2]);
    long value = number(now.of(name));
    if (value < base + bounds[0] || value > base + bounds[1])
      problems.add("%s is %d, must be from %d to %d".formatted(name, value, base + bounds[0], base + bounds[1]));
  }

  private static long number(List<String> contents) {
    return contents.isEmpty() ? 0 : Long.parseLong(contents.getFirst());
  }

  private void compareRegister(String name) {
    Set<String> allowed = registers.getOrDefault(name, Set.of(valueBefore(name)));
    String value = String.join("", now.of(name));
    if (!allowed.contains(value))
      problems.add(name + " is \"" + value + "\", must be one of " + new TreeSet<>(allowed));
  }

  private void compareElements(String name) {
    List<String> actual = now.of(name);
    if (actual.isEmpty() && maybeDeleted.contains(name)) return;
    List<String> expected = new ArrayList<>();
    if (!deleted.contains(name)) {
      expected.addAll(before.of(name));
      expected.addAll(added.getOrDefault(name, List.of()));
    }
    if (actual.equals(expected)) return;
    List<String> missing = less(expected, actual);
    List<String> surplus = less(actual, expected);
    if (!missing.isEmpty()) problems.add(name + " has lost " + shown(missing));
    if (!surplus.isEmpty()) problems.add(name + " has more than was written, or has it twice: " + shown(surplus));
  }

  /** The first less the second, counting how often each stands there. */
  private static List<String> less(List<String> elements, List<String> others) {
    Map<String, Integer> counts = new HashMap<>();
    for (String other : others) counts.merge(other, 1, Integer::sum);
    List<String> rest = new ArrayList<>();
    for (String element : elements) if (counts.merge(element, -1, Integer::sum) < 0) rest.add(element);
    return rest;
  }

  private static String shown(List<String> elements) {
    List<String> first = elements.stream().limit(SHOWN_MAX)
        .map(element -> element.length() > 100 ? element.substring(0, 100) + "…" : element).toList();
    return elements.size() + " elements, such as " + first;
  }
}
