package io.vertikv.resp.session;

import io.vertikv.resp.type.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys that a session watches, each as it was when it was first watched. */
final class Watches {
  /** Bytes that a watched key takes beside its name. */
  private static final int OVERHEAD = 160;

  /** By the database's number and the key's name, as the client says them. */
  private final Map<Key, Watched> byKey = new LinkedHashMap<>();
  private long bytes;

  boolean has(Key named) { return byKey.containsKey(named); }

  void add(Key named, Watched watched) {
    if (byKey.putIfAbsent(named, watched) == null) bytes += bytesOf(named);
  }

  /** What watching the key takes. */
  static long bytesOf(Key named) { return named.name().length + OVERHEAD; }

  long bytes() { return bytes; }

  int size() { return byKey.size(); }

  void clear() {
    byKey.clear();
    bytes = 0;
  }

  /** A copy: the operation that checks them may outlive the watching. */
  List<Watched> all() {
    Collection<Watched> all = byKey.values();
    return all.isEmpty() ? List.of() : new ArrayList<>(all);
  }
}
