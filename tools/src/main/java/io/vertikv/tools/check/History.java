package io.vertikv.tools.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Operations in the order of their invocations. */
public record History(List<Operation> operations) {
  public History {
    operations = operations.stream().sorted(Comparator.comparingLong(Operation::invoked)).toList();
  }

  public int size() { return operations.size(); }

  /** The operations on single keys, by key, in the order in which keys first appear. */
  public Map<String, List<Operation>> byKey() {
    Map<String, List<Operation>> keys = new LinkedHashMap<>();
    for (Operation operation : operations)
      if (operation.action() instanceof Action.OnKey action)
        keys.computeIfAbsent(action.key(), key -> new ArrayList<>()).add(operation);
    return keys;
  }
}
