package io.vertikv.txn.region;

import static io.vertikv.txn.region.TestOperation.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.group.PeerAddresses;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.store.region.RegionRecord;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The entry that splits a region. */
class RegionSplitTest {
  private static final String BYTES = "4000000000000000040000000000000002020000000000000009016b530102000000000000000b00"
      + "0000000000000c0001000000000000000d00000000320103000000000000000b0000000000000065"
      + "000000000000000c0000000000000066000000000000000d0000000000000067000000000000000a"
      + "01705301020000000000000015000000000000001600010000000000000017000000003201030000"
      + "00000000001500000000000000650000000000000016000000000000006600000000000000170000"
      + "000000000067";
  private static final Membership PARENTS = Membership.of(PeerSet.of(1, 2), PeerSet.of(3));
  private static final RegionSplit SPLIT = RegionSplit.of(new RegionEpoch(4, 2),
      List.of(new SplitChild(9, bytes("k"), Map.of(1L, 11L, 2L, 12L, 3L, 13L)),
          new SplitChild(10, bytes("p"), Map.of(1L, 21L, 2L, 22L, 3L, 23L, 4L, 24L))),
      PARENTS, PeerAddresses.of(Map.of(1L, 101L, 2L, 102L, 3L, 103L, 4L, 104L)));

  @Test
  void theBytesAreThese() {
    byte[] bytes = SPLIT.encode();
    assertEquals(BYTES, HexFormat.of().formatHex(bytes));
    assertArrayEquals(bytes, RegionSplit.decode(bytes).encode());
    for (int length = 1; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(MalformedBytes.class, () -> RegionSplit.decode(cut));
    }
  }

  @Test
  void childrenHaveTheParentsPeersUnderNewNamesAndNoOneWhoHasLeft() {
    RegionSplit.Child second = SPLIT.children().get(1);
    assertEquals(Membership.of(PeerSet.of(21, 22), PeerSet.of(23)), second.members());
    assertEquals(PeerAddresses.of(Map.of(21L, 101L, 22L, 102L, 23L, 103L)), second.homes());
    assertEquals(23, second.peerOn(103));
    assertEquals(0, second.peerOn(104));
  }

  @Test
  void rangesLieSideBySideAndTheVersionRisesByTheNumberOfNewRegions() {
    RegionRecord before = new RegionRecord(new KeyRange(bytes("b"), bytes("x")), new RegionEpoch(4, 2));
    RegionEpoch after = new RegionEpoch(6, 2);
    assertEquals(new RegionRecord(new KeyRange(bytes("b"), bytes("k")), after), SPLIT.parentAfter(before));
    assertEquals(new RegionRecord(new KeyRange(bytes("k"), bytes("p")), after), SPLIT.child(0, before));
    assertEquals(new RegionRecord(new KeyRange(bytes("p"), bytes("x")), after), SPLIT.child(1, before));
    assertEquals(true, SPLIT.fits(before));
    assertEquals(false, SPLIT.fits(before.reconfigured()));
  }
}
