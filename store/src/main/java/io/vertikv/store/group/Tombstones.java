package io.vertikv.store.group;

import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.loop.Loop;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The peers that this store must never be again. A stone is written, and flushed, before anything of a replica is destroyed
 * and before anybody is told that it will be; so a store that dies in the middle goes on at its next start, and a late request
 * to create that peer finds it dead. For one loop, but for {@link #read}.
 */
public final class Tombstones {
  private final Engine engine;
  private final Set<Tombstone> stones;

  private Tombstones(Engine engine, Set<Tombstone> stones) {
    this.engine = engine;
    this.stones = stones;
  }

  /** Blocks. */
  public static Tombstones read(Engine engine) {
    return new Tombstones(engine, Tombstone.all(engine));
  }

  public boolean has(long group, long peer) { return stones.contains(new Tombstone(group, peer)); }

  /** True when some peer of the group is dead here. */
  public boolean of(long group) {
    return stones.stream().anyMatch(stone -> stone.group() == group);
  }

  public boolean isEmpty() { return stones.isEmpty(); }

  /** @param durable runs on the loop once the stone is on disk; not within this call */
  public void put(Tombstone stone, Executor workers, Loop loop, Runnable durable) {
    workers.execute(() -> {
      EngineBatch batch = new EngineBatch();
      stone.put(batch);
      engine.write(batch);
      engine.flush();
      loop.execute(() -> {
        stones.add(stone);
        durable.run();
      });
    });
  }
}
