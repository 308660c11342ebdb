package io.vertikv.tools.sim;

import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineSnapshot;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.engine.NotInMemory;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.engine.TableFolder;
import io.vertikv.store.engine.TableFormat;
import io.vertikv.store.engine.memory.MemoryEngine;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * The engine of one incarnation of a store: a part of the keys is not in memory until something has read them from the
 * disk. The checks look at the engine below, and so warm nothing.
 */
final class SimEngine implements Engine {
  /** As {@code RegionKeys} has it. */
  private static final int FLOORS_KEY = 10;
  /** As {@code AppliedState} has it: behind a version and three numbers. */
  private static final int CLOCK_AT = 25;
  private static final KeyRange NOTHING = new KeyRange(new byte[1], new byte[1]);

  private final MemoryEngine engine;
  private final RandomGenerator random;
  private final double cold;
  private final Mutation mutation;
  private final Set<Bytes> warm = new TreeSet<>();

  /** @param cold the share of reads of keys not yet read that find them on the disk only */
  SimEngine(MemoryEngine engine, RandomGenerator random, double cold, Mutation mutation) {
    this.engine = engine;
    this.random = random;
    this.cold = cold;
    this.mutation = mutation;
  }

  /** Everything leaves the memory. */
  void chill() { warm.clear(); }

  @Override
  public byte[] get(Family family, byte[] key, ReadTier tier) {
    if (family == Family.WRITE) touch(key, tier);
    boolean floors = family == Family.META && key.length == FLOORS_KEY && key[0] == 'r' && key[FLOORS_KEY - 1] == 2;
    if (floors && mutation.hidesFloors()) return null;
    if (family == Family.META && isMembership(key) && mutation.forgetsMembership()) return null;
    byte[] value = engine.get(family, key, tier);
    boolean state = family == Family.META && key.length == FLOORS_KEY && key[0] == 'r' && key[FLOORS_KEY - 1] == 1;
    if (value != null && state && mutation.hidesClock()) Arrays.fill(value, CLOCK_AT, CLOCK_AT + 8, (byte) 0);
    return value;
  }

  /** As {@code GroupRecord} has it. */
  private static boolean isMembership(byte[] key) {
    return key.length == FLOORS_KEY && key[0] == 'g' && key[FLOORS_KEY - 1] == 1;
  }

  private void touch(byte[] key, ReadTier tier) {
    if (cold == 0 || !warm.add(Bytes.of(key)) || tier != ReadTier.MEMORY || random.nextDouble() >= cold) return;
    warm.remove(Bytes.of(key));
    throw NotInMemory.INSTANCE;
  }

  @Override
  public EngineCursor cursor(Family family, KeyRange range, ReadTier tier) {
    if (tier == ReadTier.MEMORY && random.nextDouble() < cold) throw NotInMemory.INSTANCE;
    boolean requests = family == Family.META && !range.unbounded() && range.start().length > 1;
    return engine.cursor(family, requests && mutation.hidesRequests() ? NOTHING : range, tier);
  }

  @Override
  public EngineSnapshot snapshot() { return engine.snapshot(); }

  @Override
  public void write(EngineBatch batch) { engine.write(batch); }

  @Override
  public void flush() { engine.flush(); }

  @Override
  public TableFormat tableFormat() { return engine.tableFormat(); }

  @Override
  public void examine(FamilyRange place, TableFolder from, List<String> tables) { engine.examine(place, from, tables); }

  @Override
  public void ingest(FamilyRange place, TableFolder from, List<String> tables) { engine.ingest(place, from, tables); }

  @Override
  public void close() { engine.close(); }
}
