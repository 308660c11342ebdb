package io.vertikv.store.engine.memory;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineSnapshot;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.engine.SlicedExport;
import io.vertikv.store.engine.TableExport;
import io.vertikv.store.engine.TableFolder;
import io.vertikv.store.engine.TableFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * An engine of immutable states. A write makes the next state, a snapshot holds one, a flush names the newest one
 * durable, and {@link #crash} goes back to any state not before that. Reads are safe from any thread; writes, flushes
 * and crashes come from one.
 */
public final class MemoryEngine implements Engine {
  /** Decides which keys memory-only reads must not see until something has warmed them; pure. */
  public interface ColdRule {
    /** Everything is in memory. */
    ColdRule NOTHING = (family, key) -> false;

    boolean isCold(Family family, byte[] key);
  }

  private final ColdKeys cold;
  private final List<EngineState> unflushed = new ArrayList<>();
  private volatile EngineState current;
  private volatile EngineState flushed;
  private volatile boolean closed;

  public MemoryEngine() { this(ColdRule.NOTHING); }

  public MemoryEngine(ColdRule rule) { this(EngineState.EMPTY, new ColdKeys(rule)); }

  private MemoryEngine(EngineState state, ColdKeys cold) {
    this.cold = cold;
    current = state;
    flushed = state;
  }

  @Override
  public byte[] get(Family family, byte[] key, ReadTier tier) {
    requireOpen();
    return get(tier == ReadTier.FLUSHED ? flushed : current, family, key, tier);
  }

  @Override
  public EngineCursor cursor(Family family, KeyRange range, ReadTier tier) {
    requireOpen();
    return new MemoryCursor(current.root(family), family, range, tier, cold);
  }

  @Override
  public EngineSnapshot snapshot() {
    requireOpen();
    return new Snapshot(current);
  }

  @Override
  public void write(EngineBatch batch) {
    requireOpen();
    EngineState next = current.with(batch);
    unflushed.add(next);
    current = next;
  }

  @Override
  public void flush() {
    requireOpen();
    flushed = current;
    unflushed.clear();
  }

  @Override
  public TableFormat tableFormat() { return TableFormat.PLAIN; }

  @Override
  public void examine(FamilyRange place, TableFolder from, List<String> tables) {
    for (String table : tables) PlainTable.read(place, from, table, new EngineBatch());
  }

  @Override
  public void ingest(FamilyRange place, TableFolder from, List<String> tables) {
    flush();
    EngineBatch all = new EngineBatch();
    for (String table : tables) PlainTable.read(place, from, table, all);
    write(all);
    flush();
  }

  /**
   * The engine as a restart would find it: some state between the last flush and now. This one is closed. The new one
   * starts with all cold keys cold again.
   */
  public MemoryEngine crash(RandomGenerator random) {
    requireOpen();
    closed = true;
    int kept = random.nextInt(unflushed.size() + 1);
    return new MemoryEngine(kept == 0 ? flushed : unflushed.get(kept - 1), cold.forgotten());
  }

  /** Evicts from memory all that had been warmed. */
  public void chill() { cold.chill(); }

  @Override
  public void close() { closed = true; }

  private byte[] get(EngineState state, Family family, byte[] key, ReadTier tier) {
    cold.touch(family, key, tier);
    SortedTree found = SortedTree.find(state.root(family), key);
    return found == null ? null : found.value().clone();
  }

  private void requireOpen() {
    if (closed) throw new IllegalStateException("engine is closed");
  }

  private final class Snapshot implements EngineSnapshot {
    private final EngineState state;
    private volatile boolean released;

    Snapshot(EngineState state) { this.state = state; }

    @Override
    public byte[] get(Family family, byte[] key, ReadTier tier) {
      requireHeld();
      return MemoryEngine.this.get(state, family, key, tier);
    }

    @Override
    public EngineCursor cursor(Family family, KeyRange range, ReadTier tier) {
      requireHeld();
      return new MemoryCursor(state.root(family), family, range, tier, cold);
    }

    @Override
    public TableExport export(List<FamilyRange> ranges, TableFolder into, long tableBytesMax) {
      requireHeld();
      return new SlicedExport(ranges, part -> cursor(part.family(), part.range(), ReadTier.DISK),
          (family, name) -> new PlainTable(into, name), tableBytesMax);
    }

    @Override
    public void close() { released = true; }

    private void requireHeld() {
      requireOpen();
      if (released) throw new IllegalStateException("snapshot is closed");
    }
  }
}
