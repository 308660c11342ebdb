package io.vertikv.store.engine.memory;

import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.Family;

/** All families at one batch boundary; immutable. */
final class EngineState {
  static final EngineState EMPTY = new EngineState(new SortedTree[Family.values().length]);

  private final SortedTree[] roots;

  private EngineState(SortedTree[] roots) { this.roots = roots; }

  SortedTree root(Family family) { return roots[family.ordinal()]; }

  EngineState with(EngineBatch batch) {
    SortedTree[] next = roots.clone();
    batch.forEach(new Applier(next));
    return new EngineState(next);
  }

  private record Applier(SortedTree[] roots) implements EngineBatch.Visitor {
    @Override
    public void put(Family family, byte[] key, byte[] value) {
      roots[family.ordinal()] = SortedTree.put(roots[family.ordinal()], key, value);
    }

    @Override
    public void delete(Family family, byte[] key) {
      roots[family.ordinal()] = SortedTree.delete(roots[family.ordinal()], key);
    }

    /** The engine on disk may bring an overwritten key back; here the caller's mistake is seen at once. */
    @Override
    public void deleteOnce(Family family, byte[] key) {
      SortedTree held = SortedTree.find(roots[family.ordinal()], key);
      if (held != null && held.overwritten()) {
        throw new IllegalStateException("deleteOnce of a key put twice: " + family + " " + Bytes.of(key));
      }
      delete(family, key);
    }

    @Override
    public void deleteRange(Family family, KeyRange range) {
      roots[family.ordinal()] = SortedTree.deleteRange(roots[family.ordinal()], range.start(), range.end());
    }
  }
}
