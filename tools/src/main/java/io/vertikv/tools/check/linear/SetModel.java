package io.vertikv.tools.check.linear;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.Operation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** A set that is added to and read as a whole. The state has a bit for every element that the history names. */
final class SetModel implements Model<BitSet> {
  private static final String UNSEEN = "an element that nobody has seen";

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final Map<Answer, BitSet> readings = new IdentityHashMap<>();
  private final Map<String, Integer> additions = new HashMap<>();
  private final HashSet<String> read = new HashSet<>();

  SetModel(List<Operation> operations) {
    for (Operation operation : operations) {
      if (operation.action() instanceof Action.Add(String key, String element)) {
        number(element);
        additions.merge(element, 1, Integer::sum);
      }
      if (operation.isOk() && operation.answer() instanceof Answer.Elements elements)
        readings.put(elements, bits(elements));
    }
  }

  private BitSet bits(Answer.Elements elements) {
    BitSet bits = new BitSet();
    elements.values().forEach(value -> bits.set(number(value)));
    read.addAll(elements.values());
    return bits;
  }

  private int number(String element) {
    Integer known = numbers.putIfAbsent(element, names.size());
    if (known != null) return known;
    names.add(element);
    return names.size() - 1;
  }

  @Override
  public BitSet initial() { return new BitSet(); }

  @Override
  public boolean possible(BitSet state, Action action) { return true; }

  @Override
  public BitSet next(BitSet state, Action action) {
    return switch (action) {
      case Action.Add add -> with(state, numbers.get(add.element()));
      case Action.ReadSet reading -> state;
      case Action.Delete delete -> new BitSet();
      default -> throw Model.notOnOneKey(action);
    };
  }

  private static BitSet with(BitSet state, int number) {
    if (state.get(number)) return state;
    BitSet more = (BitSet) state.clone();
    more.set(number);
    return more;
  }

  @Override
  public Answer answer(BitSet state, Action action) {
    return switch (action) {
      case Action.Add add -> state.get(numbers.get(add.element())) ? Answer.NO : Answer.YES;
      case Action.ReadSet reading -> new Answer.Elements(state.stream().mapToObj(names::get).toList());
      case Action.Delete delete -> state.isEmpty() ? Answer.NO : Answer.YES;
      default -> throw Model.notOnOneKey(action);
    };
  }

  /** A reading that names an element twice is not one of a set. */
  @Override
  public boolean answers(BitSet state, Action action, Answer observed) {
    if (!(observed instanceof Answer.Elements elements)) return Model.super.answers(state, action, observed);
    BitSet bits = readings.get(elements);
    return action instanceof Action.ReadSet && bits.equals(state) && bits.cardinality() == elements.values().size();
  }

  @Override
  public Object likeness(Action action) {
    return action instanceof Action.Add(String key, String element) && additions.get(element) == 1
        && !read.contains(element) ? UNSEEN : action;
  }
}
