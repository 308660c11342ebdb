package io.vertikv.tools.crash;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything in a server at rest: the elements under each key. */
record Contents(Map<String, List<String>> keys) {
  static final Contents NOTHING = new Contents(Map.of());

  private static final int KEYS_AT_ONCE = 200;

  /** Reads all there is, found by SCAN; DBSIZE must count the same. */
  static Contents read(int port) throws IOException {
    try (RespWire wire = RespWire.connect(port)) {
      List<String> names = List.copyOf(scan(wire));
      if (!wire.ask("DBSIZE").equals(new Answer.Number(names.size())))
        throw new CrashTestFailed("SCAN finds " + names.size() + " keys, DBSIZE says " + wire.ask("DBSIZE"));
      Map<String, List<String>> keys = new HashMap<>();
      for (int from = 0; from < names.size(); from += KEYS_AT_ONCE)
        read(wire, names.subList(from, Math.min(names.size(), from + KEYS_AT_ONCE)), keys);
      return new Contents(keys);
    }
  }

  List<String> of(String key) { return keys.getOrDefault(key, List.of()); }

  private static Set<String> scan(RespWire wire) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    String cursor = "0";
    do {
      Answer answer = wire.ask("SCAN", cursor, "COUNT", "1000");
      if (!(answer instanceof Answer.Items page) || page.values().size() != 2
          || !(page.values().getFirst() instanceof Answer.Text next)
          || !(page.values().getLast() instanceof Answer.Items found))
        throw new CrashTestFailed("SCAN was answered " + answer);
      cursor = next.value();
      for (Answer name : found.values()) if (name instanceof Answer.Text text) names.add(text.value());
    } while (!cursor.equals("0"));
    return names;
  }

  private static void read(RespWire wire, List<String> names, Map<String, List<String>> into) throws IOException {
    List<Kind> kinds = new ArrayList<>();
    for (String name : names) {
      Kind kind = Kind.of(name);
      kinds.add(kind);
      wire.write(kind.reading(name));
    }
    wire.flush();
    for (int i = 0; i < names.size(); i++) into.put(names.get(i), kinds.get(i).elements(names.get(i), wire.read()));
  }
}
