package io.vertikv.tools.chaos.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final int STRIKES = 500;

  @Test
  void theSameSeedStrikesTheSame() {
    assertEquals(strikes(3, FaultKind.USUAL, 11), strikes(3, FaultKind.USUAL, 11));
    assertNotEquals(strikes(3, FaultKind.USUAL, 11), strikes(3, FaultKind.USUAL, 12));
  }

  @Test
  void aMajorityIsNeverStruckExceptByWhatStrikesAll() {
    for (int nodes : new int[]{3, 5}) {
      for (Strike strike : strikes(nodes, List.of(FaultKind.values()), 1)) {
        Set<Integer> victims = new HashSet<>(strike.victims());
        assertEquals(strike.victims().size(), victims.size(), strike::toString);
        assertTrue(Set.of(0, 1, 2, 3, 4).containsAll(victims), strike::toString);
        if (strike.kind() == FaultKind.ALL_DOWN) assertEquals(nodes, victims.size());
        else assertTrue(!victims.isEmpty() && 2 * victims.size() < nodes, strike::toString);
      }
    }
  }

  @Test
  void onlyWhatWasAskedForHappensAndAllOfIt() {
    List<FaultKind> wanted = List.of(FaultKind.PAUSE, FaultKind.PARTITION);
    Set<FaultKind> kinds = new HashSet<>();
    Set<Cut> cuts = new HashSet<>();
    Set<Boolean> aims = new HashSet<>();
    for (Strike strike : strikes(3, wanted, 5)) {
      kinds.add(strike.kind());
      cuts.add(strike.cut());
      aims.add(strike.atLeader());
    }
    assertEquals(Set.copyOf(wanted), kinds);
    assertEquals(Set.of(Cut.values()), cuts);
    assertEquals(Set.of(true, false), aims);
  }

  @Test
  void faultsLastAsLongAsTheirKindMay() {
    for (Strike strike : strikes(5, List.of(FaultKind.values()), 3))
      assertTrue(strike.lastMillis() >= strike.kind().leastMillis() && strike.lastMillis() < strike.kind().mostMillis(),
          strike::toString);
  }

  @Test
  void aScheduleOfNothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Schedule(3, List.of(), 1));
  }

  private static List<Strike> strikes(int nodes, List<FaultKind> kinds, long seed) {
    return Stream.generate(new Schedule(nodes, kinds, seed)::next).limit(STRIKES).toList();
  }
}
