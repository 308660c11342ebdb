package io.vertikv.store.snapshot;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.FamilyRange;
import java.util.List;

/** Destroys what a removed replica had in the engine. */
public final class RegionErasure {
  private RegionErasure() {}

  /** Durable when it returns; may be done again. Nobody may read or write there any more. Blocks. */
  public static void run(Engine engine, List<FamilyRange> owned) {
    EngineBatch batch = new EngineBatch();
    for (FamilyRange part : owned) {
      KeyRange held = RegionRestore.held(engine, part);
      if (held != null) batch.deleteRange(part.family(), held);
    }
    if (batch.isEmpty()) return;
    engine.write(batch);
    engine.flush();
  }
}
