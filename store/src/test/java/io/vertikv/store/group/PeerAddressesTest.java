package io.vertikv.store.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.store.bytes.MalformedBytes;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerAddressesTest {
  private static final String HEX = "0102" + "0000000000000007" + "0000000000000001" + "0000000000000009"
      + "0000000000000003";

  @Test
  void itsBytesArePinned() {
    PeerAddresses addresses = PeerAddresses.of(Map.of(9L, 3L, 7L, 1L));
    assertEquals(HEX, HexFormat.of().formatHex(addresses.attachment().toByteArray()));
    assertEquals(addresses, PeerAddresses.decode(HexFormat.of().parseHex(HEX)));
    assertEquals(3, addresses.storeOf(9));
    assertEquals(0, addresses.storeOf(8));
  }

  @Test
  void whatIsNotExactlyThatIsRefused() {
    for (String damaged : new String[]{"02" + HEX.substring(2), HEX + "00", HEX.substring(0, HEX.length() - 2), HEX
        .replace("09", "07")}) {
      assertThrows(MalformedBytes.class, () -> PeerAddresses.decode(HexFormat.of().parseHex(damaged)));
    }
  }
}
