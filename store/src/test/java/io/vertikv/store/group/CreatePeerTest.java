package io.vertikv.store.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.store.region.RegionRecord;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CreatePeerTest {
  private static final CreatePeer REQUEST = new CreatePeer(7, 300,
      new RegionRecord(new KeyRange(new byte[]{1}, new byte[]{2, 3}), new RegionEpoch(4, 5)));

  @Test
  void theBytesOfARequestStayWhatTheyAre() {
    String golden = "0a01" + "0000000000000007" + "000000000000012c" + "0000000000000004" + "0000000000000005" + "0101"
        + "020203";
    assertEquals(golden, HexFormat.of().formatHex(REQUEST.encode()));
    assertEquals(REQUEST, CreatePeer.decode(REQUEST.encode()));
  }

  @Test
  void answersComeBackAsTheyWere() {
    for (CreatePeerAnswer answer : List.of(new CreatePeerAnswer.Empty(), new CreatePeerAnswer.Restoring(),
        new CreatePeerAnswer.Settled(), new CreatePeerAnswer.Refused("region 3 has it"))) {
      assertEquals(answer, CreatePeerAnswer.decode(CreatePeerAnswer.encode(answer)));
    }
    assertArrayEquals(new byte[]{1, 4, 1, 'x'}, CreatePeerAnswer.encode(new CreatePeerAnswer.Refused("x")));
  }

  @Test
  void damagedBytesAreRefused() {
    byte[] bytes = REQUEST.encode();
    for (int length = 1; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(MalformedBytes.class, () -> CreatePeer.decode(cut));
    }
    bytes[1] = 2;
    assertThrows(MalformedBytes.class, () -> CreatePeer.decode(bytes));
    assertThrows(MalformedBytes.class, () -> CreatePeerAnswer.decode(new byte[]{1, 9, 0}));
  }

  @Test
  void aReplicaRemembersAsWhichPeerItWasMade() {
    MemoryEngine engine = new MemoryEngine();
    assertEquals(0, ReplicaRecord.peer(engine, 7));
    EngineBatch batch = new EngineBatch();
    ReplicaRecord.put(7, 300, batch);
    engine.write(batch);
    assertEquals(300, ReplicaRecord.peer(engine, 7));
    assertEquals(0, ReplicaRecord.peer(engine, 8));
  }
}
