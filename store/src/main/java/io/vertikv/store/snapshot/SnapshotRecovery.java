package io.vertikv.store.snapshot;

import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a store does about snapshots when it starts, before any region looks at the engine.
 *
 * @param restored a crash had come in between; now the regions stand at these snapshots, and their logs must follow
 * @param broken neither the old nor the new data is there, and the files are damaged: these replicas hold nothing until
 *        another snapshot is restored, and must not vote or lead as if they did
 */
public record SnapshotRecovery(List<SnapshotId> restored, List<Broken> broken) {
  public record Broken(SnapshotId id, String reason) {}

  /** Ends what was begun and deletes everything that a snapshot left behind. Blocks. */
  public static SnapshotRecovery run(Engine engine, SnapshotStore store) throws IOException {
    List<SnapshotId> restored = new ArrayList<>();
    List<Broken> broken = new ArrayList<>();
    for (SnapshotId id : RestoreMarker.all(engine)) {
      RegionRestore again;
      try {
        again = RegionRestore.prepare(engine, store, id);
      } catch (IOException | MalformedBytes | EngineFailure e) {
        broken.add(new Broken(id, e.toString()));
        continue;
      }
      again.run();
      restored.add(id);
    }
    store.sweep();
    return new SnapshotRecovery(restored, broken);
  }
}
