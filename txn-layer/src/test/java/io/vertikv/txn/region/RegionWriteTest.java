package io.vertikv.txn.region;

import static io.vertikv.txn.region.TestOperation.bytes;
import static io.vertikv.txn.region.TestOperation.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.bytes.Span;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** The bytes of an entry and of remembered requests. */
class RegionWriteTest {
  private static final String WITHOUT_REQUESTS = "01 0000000000000007 0000000000000009 01 0101fffffffffffffffe"
      + " 0401610163 01016b0176 02016c 03016b00000000000000000000000000000005";
  private static final String WITH_REQUESTS = "02 0000000000000007 0000000000000009 01"
      + " 01 00000000000000aa 03 0a 034f4b 02 01 03 00 0101fffffffffffffffe"
      + " 0401610163 01016b0176 02016c 03016b00000000000000000000000000000005";
  private static final String EFFECTS = "begin 7 9 true, count 1 -2, range 61-63, put k v, delete l, remind k 0 5";

  private static Batch batch() {
    Batch batch = new Batch(1);
    batch.commitTs = 7;
    batch.count(1, -2);
    batch.deletedRanges.add(new KeyRange(bytes("a"), bytes("c")));
    batch.states.add(row(batch, "k", "v"));
    batch.states.add(row(batch, "l", null));
    batch.reminders.add(new Batch.Reminder(bytes("k"), 0, 5));
    RequestGroup group = new RequestGroup(0xAA);
    group.add(5, bytes("OK"));
    group.add(6, new byte[0]);
    group.add(4, null);
    batch.requests.add(group);
    return batch;
  }

  private static KeyState row(Batch batch, String key, String value) {
    KeyState row = new KeyState(bytes(key), 0);
    row.batch = batch;
    row.value = value == null ? null : bytes(value);
    return row;
  }

  @Test
  void theBytesOfAnEntryAreThese() {
    ByteWriter out = new ByteWriter();
    RegionWrite.encode(batch(), 1, 9, true, out);
    assertEquals(plain(WITH_REQUESTS), HexFormat.of().formatHex(out.toByteArray()));
    assertEquals("begin 7 9 true, requests 170: 5=OK 6= 4=null, " + EFFECTS.substring(16), read(WITH_REQUESTS));
  }

  @Test
  void anEntryOfTheFirstVersionIsStillRead() { assertEquals(EFFECTS, read(WITHOUT_REQUESTS)); }

  @Test
  void anEntryOfALaterEpochSaysSo() {
    ByteWriter out = new ByteWriter();
    RegionWrite.encode(batch(), 300, 9, true, out);
    String hex = HexFormat.of().formatHex(out.toByteArray());
    assertEquals("03ac02" + plain(WITH_REQUESTS).substring(2), hex);
    assertEquals("version 300", read(hex).split(", ")[0]);
  }

  @Test
  void anEntryOfALaterVersionIsRefused() {
    assertThrows(MalformedBytes.class, () -> read("04" + WITH_REQUESTS.substring(2)));
  }

  @RepeatedTest(20)
  void requestsAreReadAsTheyWereWritten(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<RequestGroup> groups = new ArrayList<>();
    for (int g = random.nextInt(4); g > 0; g--) {
      RequestGroup group = new RequestGroup(random.nextLong());
      for (int i = random.nextInt(1, 20); i > 0; i--) {
        group.add(random.nextLong() >> random.nextInt(64), random.nextInt(5) == 0 ? null : new byte[random.nextInt(9)]);
      }
      groups.add(group);
    }
    byte[] record = RequestCodec.record(groups);
    assertEquals(told(groups), told(RequestCodec.decodeRecord(record)));
    for (int end = 1; end < record.length; end++) {
      ByteReader cut = new ByteReader(record, 1, end - 1);
      assertThrows(MalformedBytes.class, () -> RequestCodec.decode(cut));
    }
  }

  @Test
  void theBytesOfFloorsAreThese() {
    RequestWindow window = new RequestWindow(RequestLimits.DEFAULT);
    window.floors().put(0xAAL, 5L);
    window.forgetStreams();
    byte[] record = RequestCodec.floors(window);
    assertEquals(plain("01 01 01 00000000000000aa 0000000000000005"), HexFormat.of().formatHex(record));
    RequestWindow read = new RequestWindow(RequestLimits.DEFAULT);
    RequestCodec.decodeFloors(record, read);
    assertEquals(window.floors(), read.floors());
    assertEquals(window.unsure(), read.unsure());
  }

  private static String plain(String hex) { return hex.replace(" ", ""); }

  private static String told(List<RequestGroup> groups) {
    List<String> all = new ArrayList<>();
    for (RequestGroup group : groups) {
      StringBuilder one = new StringBuilder().append(group.stream()).append(':');
      for (int i = 0; i < group.count(); i++) {
        one.append(' ').append(group.sequence(i)).append('=').append(text(group.outcome(i)));
      }
      all.add(one.toString());
    }
    return String.join("; ", all);
  }

  private static String read(String hex) {
    List<String> told = new ArrayList<>();
    RegionWrite.decode(HexFormat.of().parseHex(plain(hex)), new RegionWrite.Visitor() {
      @Override
      public void regionVersion(long version) {
        if (version != 1) told.add("version " + version);
      }

      @Override
      public void begin(long commitTs, long clockMillis, boolean keepHistory) {
        told.add("begin " + commitTs + " " + clockMillis + " " + keepHistory);
      }

      @Override
      public void requests(List<RequestGroup> done) { told.add("requests " + RegionWriteTest.told(done)); }

      @Override
      public void count(int counter, long delta) { told.add("count " + counter + " " + delta); }

      @Override
      public void put(Span key, Span value) {
        told.add("put " + text(key.toByteArray()) + " " + text(value.toByteArray()));
      }

      @Override
      public void delete(Span key) { told.add("delete " + text(key.toByteArray())); }

      @Override
      public void remind(byte[] key, long oldDueMillis, long newDueMillis) {
        told.add("remind " + text(key) + " " + oldDueMillis + " " + newDueMillis);
      }

      @Override
      public void deleteRange(KeyRange range) {
        told.add("range " + HexFormat.of().formatHex(range.start()) + "-" + HexFormat.of().formatHex(range.end()));
      }

    });
    return String.join(", ", told);
  }
}
