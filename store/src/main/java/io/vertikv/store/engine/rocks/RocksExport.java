package io.vertikv.store.engine.rocks;

import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.engine.SlicedExport;
import io.vertikv.store.engine.TableExport;
import io.vertikv.store.engine.TableFile;
import java.util.List;

/**
 * An export on readers of its own, which leave the block cache alone. It keeps a place in the engine's gate for its whole
 * life, since its tables use the engine's options.
 */
final class RocksExport implements TableExport {
  private final RocksReads scan;
  private final Gate gate;
  private final SlicedExport slices;
  private boolean closed;

  /** Takes the readers and the caller's place in the gate over. */
  RocksExport(RocksReads scan, Gate gate, List<FamilyRange> ranges, RocksTables tables, long tableBytesMax) {
    this.scan = scan;
    this.gate = gate;
    slices = new SlicedExport(ranges, part -> scan.cursor(part.family(), part.range(), ReadTier.DISK, gate), tables,
        tableBytesMax);
  }

  @Override
  public boolean advance(long bytes) { return slices.advance(bytes); }

  @Override
  public List<TableFile> tables() { return slices.tables(); }

  @Override
  public void close() {
    if (closed) return;
    closed = true;
    slices.close();
    scan.close();
    gate.leave();
  }
}
