package io.vertikv.store.snapshot;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineSnapshot;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.engine.TableFolder;
import io.vertikv.store.engine.TableFormat;
import java.util.List;

/** An engine whose store may die before each change. */
record CutEngine(Engine engine, PowerSwitch power) implements Engine {
  @Override
  public byte[] get(Family family, byte[] key, ReadTier tier) { return engine.get(family, key, tier); }

  @Override
  public EngineCursor cursor(Family family, KeyRange range, ReadTier tier) {
    return engine.cursor(family, range, tier);
  }

  @Override
  public EngineSnapshot snapshot() { return engine.snapshot(); }

  @Override
  public void write(EngineBatch batch) {
    power.step();
    engine.write(batch);
  }

  @Override
  public void flush() {
    power.step();
    engine.flush();
  }

  @Override
  public TableFormat tableFormat() { return engine.tableFormat(); }

  @Override
  public void examine(FamilyRange place, TableFolder from, List<String> tables) { engine.examine(place, from, tables); }

  @Override
  public void ingest(FamilyRange place, TableFolder from, List<String> tables) {
    power.step();
    engine.flush();
    power.step();
    engine.ingest(place, from, tables);
  }

  @Override
  public void close() { engine.close(); }
}
