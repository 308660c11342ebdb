package io.vertikv.store.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.memory.MemoryEngine;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegionRecordTest {
  private static final String BYTES = "01" + "0000000000000003" + "0000000000000002" + "0161" + "026162";
  private static final RegionRecord RECORD = new RegionRecord(new KeyRange(new byte[]{'a'}, new byte[]{'a', 'b'}),
      new RegionEpoch(3, 2));

  @Test
  void theBytesAreThese() {
    assertEquals(BYTES, HexFormat.of().formatHex(RECORD.encode()));
    assertEquals(RECORD, RegionRecord.decode(HexFormat.of().parseHex(BYTES)));
  }

  @Test
  void whatIsCutShortOrOfALaterVersionIsRefused() {
    byte[] bytes = RECORD.encode();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(MalformedBytes.class, () -> RegionRecord.decode(cut));
    }
    bytes[0] = 2;
    assertThrows(MalformedBytes.class, () -> RegionRecord.decode(bytes));
  }

  @Test
  void allThatAStoreHoldsAreFound() {
    MemoryEngine engine = new MemoryEngine();
    EngineBatch batch = new EngineBatch();
    RECORD.put(7, batch);
    new RegionRecord(KeyRange.ALL, RegionEpoch.FIRST).put(2, batch);
    batch.put(Family.META, HexFormat.of().parseHex("67" + "0000000000000005" + "01"), new byte[]{1});
    engine.write(batch);
    assertEquals(Map.of(2L, new RegionRecord(KeyRange.ALL, RegionEpoch.FIRST), 7L, RECORD), RegionRecord.all(engine));
    assertEquals(Optional.of(RECORD), RegionRecord.read(engine, 7));
    assertEquals(Optional.empty(), RegionRecord.read(engine, 5));
  }

  @Test
  void aChangeOfPeersRaisesOneHalfOfTheEpoch() {
    assertEquals(new RegionEpoch(3, 3), RECORD.reconfigured().epoch());
  }
}
