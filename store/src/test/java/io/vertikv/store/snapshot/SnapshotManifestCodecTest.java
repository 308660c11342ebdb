package io.vertikv.store.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.raft.log.LogMark;
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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bytes of manifests, markers and messages. */
class SnapshotManifestCodecTest {
  private static final KeyRange RANGE = new KeyRange(new byte[]{'a'}, new byte[]{'b'});
  private static final String GOLDEN = """
                                       01 0000000000000007 0000000000000004 0000000000000002 01 61 01 62
                                       000000000000002a 0000000000000003 02 4d4d 01
                                       02 00 01 72 01 73 01 01 61 01 62
                                       01 01 72 01 76
                                       01 12 3030303030312d77726974652e7461626c65 01 05 ac02 deadbeef
                                       %s""";

  private static SnapshotManifest manifest(DataFile... files) {
    List<FamilyRange> owned = List.of(new FamilyRange(Family.META, KeyRange.prefix(new byte[]{'r'})),
        new FamilyRange(Family.WRITE, RANGE));
    RegionPoint point = new RegionPoint(7, new RegionEpoch(4, 2), RANGE, new LogMark(42, 3), Bytes.utf8("MM"), owned);
    return new SnapshotManifest(point, TableFormat.ROCKS, List.of(new StateRecord(Bytes.utf8("r"), Bytes.utf8("v"))),
        List.of(files));
  }

  private static DataFile file(String name) { return new DataFile(name, Family.WRITE, 5, 300, 0xdeadbeef); }

  private static byte[] hex(String spaced) { return HexFormat.of().parseHex(spaced.replaceAll("\\s", "")); }

  @Test
  void theBytesOfAManifestArePinned() {
    Bytes encoded = SnapshotManifestCodec.encode(manifest(file("000001-write.table")));
    assertEquals(Bytes.of(hex(GOLDEN.formatted("38a3591a"))), encoded);
    assertEquals(encoded, SnapshotManifestCodec.encode(SnapshotManifestCodec.decode(encoded)));
  }

  @Test
  void aManifestWithAnyByteChangedOrMissingIsRefused() {
    byte[] good = SnapshotManifestCodec.encode(manifest(file("000001-write.table"))).array();
    for (int at = 0; at < good.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) (1 << bit);
        assertThrows(MalformedBytes.class, () -> SnapshotManifestCodec.decode(Bytes.of(bad)));
      }
      byte[] cut = Arrays.copyOf(good, at);
      assertThrows(MalformedBytes.class, () -> SnapshotManifestCodec.decode(Bytes.of(cut)));
    }
  }

  /** With a right checksum: what a broken or hostile sender might say. */
  @Test
  void aManifestThatLeadsOutOfTheFolderOrTheRegionIsRefused() {
    for (String name : List.of("../../etc/passwd", "manifest", "000001-write.table/../x", "", "000001-WRITE.table")) {
      refused(manifest(file(name)));
    }
    refused(manifest(file("000001-write.table"), file("000001-write.table")));
    refused(manifest(new DataFile("000001-lock.table", Family.LOCK, 1, 1, 0)));
    refused(manifest(new DataFile("000001-default.table", Family.META, 1, 1, 0)));
    refused(manifest(new DataFile("000001-write.table", Family.WRITE, 1, 0, 0)));
    SnapshotManifest good = manifest();
    refused(new SnapshotManifest(good.point(), good.format(),
        List.of(new StateRecord(Bytes.utf8("s"), Bytes.utf8("v"))), List.of()));
  }

  @Test
  void noiseNeverDoesMoreThanThrow() {
    Random random = new Random(11);
    byte[] good = SnapshotManifestCodec.encode(manifest(file("000001-write.table"))).array();
    for (int i = 0; i < 5_000; i++) {
      byte[] bad = Arrays.copyOf(good, good.length - 4);
      for (int n = random.nextInt(1, 4); n > 0; n--) bad[random.nextInt(1, bad.length)] = (byte) random.nextInt(256);
      byte[] sealed = new ByteWriter().raw(bad).u32(FileChecksum.of(bad)).toByteArray();
      try {
        SnapshotManifestCodec.decode(Bytes.of(sealed));
      } catch (MalformedBytes expected) {
        continue;
      }
    }
  }

  @Test
  void theBytesOfAMarkerArePinned() {
    assertEquals(Bytes.of(hex("73 0000000000000007")), Bytes.of(RestoreMarker.key(7)));
    assertEquals(Bytes.of(hex("01 000000000000002a 0000000000000003")),
        Bytes.of(RestoreMarker.value(new LogMark(42, 3))));
  }

  @Test
  void theBytesOfMessagesArePinned() {
    Transfer transfer = new Transfer(new SnapshotId(7, new LogMark(42, 3)), 0xcafe);
    String head = "0000000000000007 000000000000002a 0000000000000003 0000cafe";
    request("01 01 01" + head + "0000000000000009 000000000000000b 000000000000000c 02 4d4d",
        new SnapshotRequest.Offer(transfer, 9, 11, 12, Bytes.utf8("MM")));
    request("01 01 02" + head + "00000001 0000000000000200 deadbeef 02 4d4d",
        new SnapshotRequest.Chunk(transfer, 1, 512, 0xdeadbeef, Bytes.utf8("MM")));
    request("01 01 03" + head, new SnapshotRequest.Finish(transfer));
    request("01 01 04" + head, new SnapshotRequest.Abandon(transfer));
    answer("01 01 00000001 0000000000000200", new SnapshotAnswer.Expect(1, 512));
    answer("01 02", new SnapshotAnswer.Complete());
    answer("01 03", new SnapshotAnswer.Busy());
    answer("01 04", new SnapshotAnswer.Unknown());
    answer("01 05 02 6e6f", new SnapshotAnswer.Refused("no"));
  }

  private static void request(String golden, SnapshotRequest request) {
    assertEquals(Bytes.of(hex(golden)), Bytes.of(SnapshotWire.encode(request)));
    assertEquals(request, SnapshotWire.request(hex(golden)));
    assertEquals(request, SnapshotWire.request(hex(golden + "ff")), "what a newer version adds is skipped");
  }

  private static void answer(String golden, SnapshotAnswer answer) {
    assertEquals(Bytes.of(hex(golden)), Bytes.of(SnapshotWire.encode(answer)));
    assertEquals(answer, SnapshotWire.answer(hex(golden)));
  }

  private static void refused(SnapshotManifest manifest) {
    assertThrows(MalformedBytes.class, () -> SnapshotManifestCodec.decode(SnapshotManifestCodec.encode(manifest)));
  }
}
