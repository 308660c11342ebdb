package io.vertikv.store.snapshot;

import io.vertikv.raft.log.LogMark;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.engine.TableFormat;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.store.snapshot.SnapshotManifest.DataFile;
import io.vertikv.store.snapshot.SnapshotManifest.StateRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The bytes of a manifest.
 *
 * <pre>
 * version u8 = 1 | region u64 | epoch version u64 | conf version u64 | start sized | end sized
 * | index u64 | term u64 | membership sized | format u8
 * | ranges varint  | (family u8 | start sized | end sized)*
 * | records varint | (key sized | value sized)*
 * | files varint   | (name sized | family u8 | entries varint | length varint | crc u32)*
 * | CRC32C u32 of everything before
 * </pre>
 */
public final class SnapshotManifestCodec {
  private static final int VERSION = 1;
  private static final int CRC_BYTES = 4;
  private static final Family[] FAMILIES = Family.values();
  /** Names become files of the receiver: nothing that leads out of its folder. */
  private static final Pattern NAME = Pattern.compile("[0-9]{6,8}-[a-z]{1,16}\\.table");

  private SnapshotManifestCodec() {}

  public static Bytes encode(SnapshotManifest manifest) {
    RegionPoint point = manifest.point();
    ByteWriter out = new ByteWriter(256);
    out.u8(VERSION).u64(point.region()).u64(point.epoch().version()).u64(point.epoch().confVersion());
    out.sized(point.range().start()).sized(point.range().end());
    out.u64(point.last().index()).u64(point.last().term()).sized(point.membership().array());
    out.u8(manifest.format().code()).varint(point.owned().size());
    for (FamilyRange part : point.owned()) {
      out.u8(part.family().ordinal()).sized(part.range().start()).sized(part.range().end());
    }
    out.varint(manifest.records().size());
    for (StateRecord record : manifest.records()) out.sized(record.key().array()).sized(record.value().array());
    out.varint(manifest.files().size());
    for (DataFile file : manifest.files()) {
      out.sized(file.name().getBytes(StandardCharsets.US_ASCII)).u8(file.family().ordinal()).varint(file.entries())
          .varint(file.length()).u32(file.crc());
    }
    return out.u32(crc(out.buffer(), out.length())).toBytes();
  }

  public static SnapshotManifest decode(Bytes bytes) {
    byte[] array = bytes.array();
    if (array.length < CRC_BYTES + 1) throw new MalformedBytes("manifest of " + array.length + " bytes");
    int body = array.length - CRC_BYTES;
    if (array[0] != VERSION) throw new MalformedBytes("manifest of version " + array[0]);
    if (new ByteReader(array, body, CRC_BYTES).u32() != crc(array, body)) throw new MalformedBytes("manifest checksum");
    ByteReader in = new ByteReader(array, 1, body - 1);
    long region = in.u64();
    RegionEpoch epoch = new RegionEpoch(in.u64(), in.u64());
    KeyRange range = range(in);
    LogMark last = new LogMark(in.u64(), in.u64());
    Bytes membership = Bytes.of(in.sized());
    TableFormat format = TableFormat.of(in.u8());
    List<FamilyRange> owned = new ArrayList<>();
    for (int n = count(in, 3); n > 0; n--) owned.add(new FamilyRange(family(in), range(in)));
    RegionPoint point = point(region, epoch, range, last, membership, owned);
    List<StateRecord> records = records(in, point);
    SnapshotManifest manifest = new SnapshotManifest(point, format, records, files(in, point));
    in.expectEnd();
    return manifest;
  }

  private static RegionPoint point(long region, RegionEpoch epoch, KeyRange range, LogMark last, Bytes membership,
      List<FamilyRange> owned) {
    try {
      return new RegionPoint(region, epoch, range, last, membership, owned);
    } catch (IllegalArgumentException e) {
      throw new MalformedBytes(e.getMessage());
    }
  }

  private static List<StateRecord> records(ByteReader in, RegionPoint point) {
    List<StateRecord> records = new ArrayList<>();
    for (int n = count(in, 2); n > 0; n--) {
      StateRecord record = new StateRecord(Bytes.of(in.sized()), Bytes.of(in.sized()));
      boolean owned = SnapshotManifest.inManifest(point).stream()
          .anyMatch(part -> part.range().contains(record.key().array()));
      if (!owned) throw new MalformedBytes("record " + record.key() + " does not belong to the region");
      records.add(record);
    }
    return records;
  }

  private static List<DataFile> files(ByteReader in, RegionPoint point) {
    List<DataFile> files = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int count = count(in, 8);
    if (count > SnapshotManifest.FILES_MAX) throw new MalformedBytes(count + " files");
    for (int n = count; n > 0; n--) {
      String name = new String(in.sized(), StandardCharsets.US_ASCII);
      DataFile file = new DataFile(name, family(in), in.varint(), in.varint(), in.u32());
      if (!NAME.matcher(name).matches() || !names.add(name)) throw new MalformedBytes("file name '" + name + "'");
      if (file.length() <= 0 || file.entries() <= 0) throw new MalformedBytes("empty file " + name);
      boolean owned = SnapshotManifest.inFiles(point).stream().anyMatch(part -> part.family() == file.family());
      if (!owned) throw new MalformedBytes("file " + name + " of a family without a range");
      files.add(file);
    }
    return files;
  }

  /** A number of items that each take at least so many bytes. */
  private static int count(ByteReader in, int bytesEach) {
    long count = in.varint();
    if (count < 0 || count > in.remaining() / bytesEach) {
      throw new MalformedBytes(count + " items with " + in.remaining() + " bytes left");
    }
    return (int) count;
  }

  private static Family family(ByteReader in) {
    int ordinal = in.u8();
    if (ordinal >= FAMILIES.length) throw new MalformedBytes("unknown family " + ordinal);
    return FAMILIES[ordinal];
  }

  private static KeyRange range(ByteReader in) { return new KeyRange(in.sized(), in.sized()); }

  private static int crc(byte[] bytes, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, count);
    return (int) crc.getValue();
  }
}
