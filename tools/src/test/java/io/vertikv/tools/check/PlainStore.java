package io.vertikv.tools.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What all operations do when they come one by one: written apart from the models, to be held against them. */
public final class PlainStore {
  private final Map<String, String> strings = new TreeMap<>();
  private final Map<String, List<String>> lists = new TreeMap<>();
  private final Map<String, LinkedHashSet<String>> sets = new TreeMap<>();
  private final Map<String, Long> accounts = new TreeMap<>();

  public PlainStore() {}

  public PlainStore(Map<String, Long> accounts) { this.accounts.putAll(accounts); }

  public Answer apply(Action action) {
    return switch (action) {
      case Action.Get a -> text(strings.get(a.key()));
      case Action.Set a -> {
        strings.put(a.key(), a.value());
        yield Answer.DONE;
      }
      case Action.SetIfAbsent a -> yes(strings.putIfAbsent(a.key(), a.value()) == null);
      case Action.GetSet a -> text(strings.put(a.key(), a.value()));
      case Action.Delete a ->
        yes(strings.remove(a.key()) != null | lists.remove(a.key()) != null | sets.remove(a.key()) != null);
      case Action.Increment a -> new Answer.Number(
          Long.parseLong(strings.merge(a.key(), "" + a.by(), (x, y) -> "" + (Long.parseLong(x) + Long.parseLong(y)))));
      case Action.Append a -> {
        lists.computeIfAbsent(a.key(), key -> new ArrayList<>()).add(a.element());
        yield new Answer.Number(lists.get(a.key()).size());
      }
      case Action.ReadList a -> new Answer.Elements(lists.getOrDefault(a.key(), List.of()));
      case Action.Add a -> yes(sets.computeIfAbsent(a.key(), key -> new LinkedHashSet<>()).add(a.element()));
      case Action.ReadSet a -> new Answer.Elements(List.copyOf(sets.getOrDefault(a.key(), new LinkedHashSet<>())));
      case Action.Transaction a -> new Answer.Several(a.steps().stream().map(this::apply).toList());
      case Action.Transfer a -> {
        if (accounts.get(a.from()) < a.amount()) yield Answer.NO;
        accounts.merge(a.from(), -a.amount(), Long::sum);
        accounts.merge(a.to(), a.amount(), Long::sum);
        yield Answer.DONE;
      }
      case Action.ReadBalances a -> new Answer.Balances(accounts);
    };
  }

  private static Answer text(String value) {
    return Optional.ofNullable(value).<Answer>map(Answer.Text::new).orElse(Answer.NIL);
  }

  private static Answer yes(boolean yes) { return yes ? Answer.YES : Answer.NO; }
}
