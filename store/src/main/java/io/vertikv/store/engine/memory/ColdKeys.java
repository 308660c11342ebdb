package io.vertikv.store.engine.memory;

import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.NotInMemory;
import io.vertikv.store.engine.ReadTier;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which keys a memory-only read may not see yet: cold by rule and not read with another tier since. */
final class ColdKeys {
  private record Place(Family family, Bytes key) {}

  private final MemoryEngine.ColdRule rule;
  private final Set<Place> warmed = ConcurrentHashMap.newKeySet();

  ColdKeys(MemoryEngine.ColdRule rule) { this.rule = rule; }

  /** A read at this key: fails when the tier is memory and the key is cold, warms it when the tier may. */
  void touch(Family family, byte[] key, ReadTier tier) {
    if (!rule.isCold(family, key)) return;
    Place place = new Place(family, Bytes.of(key.clone()));
    if (tier == ReadTier.DISK) warmed.add(place);
    else if (tier == ReadTier.MEMORY && !warmed.contains(place)) throw NotInMemory.INSTANCE;
  }

  void chill() { warmed.clear(); }

  /** The same rule, nothing warmed. */
  ColdKeys forgotten() { return new ColdKeys(rule); }
}
