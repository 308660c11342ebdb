package io.vertikv.store.engine.memory;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineFailure;
import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.engine.SlicedExport;
import io.vertikv.store.engine.TableFolder;
import java.io.IOException;
import java.util.Arrays;

/**
 * A file of the engine in memory, written as a whole at its end. Checksums are the business of who moves files about.
 *
 * <pre>
 * version u8 = 1 | (key sized | value sized)*        keys ascending
 * </pre>
 */
final class PlainTable implements SlicedExport.Writer {
  private static final int VERSION = 1;

  private final TableFolder folder;
  private final String name;
  private final ByteWriter out = new ByteWriter().u8(VERSION);

  PlainTable(TableFolder folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  @Override
  public void put(byte[] key, byte[] value) { out.sized(key).sized(value); }

  @Override
  public void finish() {
    try {
      folder.write(name, out.toByteArray());
    } catch (IOException e) {
      throw new EngineFailure(EngineFailure.Kind.IO, "export of " + name + " failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() { out.clear(); }

  /** Adds the file's entries to the batch; they must lie in the place, in order. */
  static void read(FamilyRange place, TableFolder folder, String name, EngineBatch into) {
    try {
      ByteReader in = new ByteReader(folder.read(name));
      if (in.u8() != VERSION) throw new MalformedBytes("unknown version");
      byte[] before = null;
      while (in.remaining() > 0) {
        byte[] key = in.sized();
        if (!place.range().contains(key)) throw new MalformedBytes("a key outside of " + place);
        if (before != null && Arrays.compareUnsigned(before, key) >= 0) throw new MalformedBytes("keys out of order");
        into.put(place.family(), key, in.sized());
        before = key;
      }
    } catch (MalformedBytes e) {
      throw new EngineFailure(EngineFailure.Kind.CORRUPTION, "table " + name + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new EngineFailure(EngineFailure.Kind.IO, "ingest of " + name + " failed: " + e.getMessage(), e);
    }
  }
}
