package io.vertikv.store.snapshot;

import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.engine.TableFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * What a snapshot consists of. It knows nothing of stores, paths or the cluster: the same state copied twice differs at
 * most in where one file ends and the next begins.
 */
public record SnapshotManifest(RegionPoint point, TableFormat format, List<StateRecord> records, List<DataFile> files) {
  /** Bounds what a damaged or hostile manifest can ask for. */
  public static final int FILES_MAX = 100_000;
  public static final int RECORD_BYTES_MAX = 1 << 20;

  /** One of the region's own records, of family META. */
  public record StateRecord(Bytes key, Bytes value) {}

  /** A file by its length and the CRC32C of its bytes; {@code name} is a plain file name. */
  public record DataFile(String name, Family family, long entries, long length, int crc) {}

  public SnapshotManifest {
    records = List.copyOf(records);
    files = List.copyOf(files);
  }

  public SnapshotId id() { return point.id(); }

  public long bytes() {
    long sum = 0;
    for (DataFile file : files) sum += file.length();
    return sum;
  }

  /** Names of the files that hold a family's entries. */
  List<String> tables(Family family) {
    List<String> names = new ArrayList<>();
    for (DataFile file : files) if (file.family() == family) names.add(file.name());
    return names;
  }

  /** Everything but META: what comes in files. */
  static List<FamilyRange> inFiles(RegionPoint point) {
    return point.owned().stream().filter(part -> part.family() != Family.META).toList();
  }

  /** What comes in the manifest. */
  static List<FamilyRange> inManifest(RegionPoint point) {
    return point.owned().stream().filter(part -> part.family() == Family.META).toList();
  }
}
