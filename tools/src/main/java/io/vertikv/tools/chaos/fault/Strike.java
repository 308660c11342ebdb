package io.vertikv.tools.chaos.fault;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One fault.
 *
 * @param victims never a majority, but for {@link FaultKind#ALL_DOWN}
 * @param atLeader the first victim is whoever leads by then, instead
 * @param cut of a partition
 * @param calmMillis how long everything is well before it
 * @param lastMillis how long it goes on
 * @param slowMillis by how much a slow disk or network is slow
 */
record Strike(FaultKind kind, List<Integer> victims, boolean atLeader, Cut cut, int calmMillis, int lastMillis,
    int slowMillis) {
  Strike { victims = List.copyOf(victims); }

  /** For the progress line, with the victims that it has become. */
  String text(List<Integer> struck, boolean leader) {
    String nodes = struck.stream().map(each -> Integer.toString(each + 1)).collect(Collectors.joining(" and "));
    String how = switch (kind) {
      case PARTITION -> " " + cut.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      case SLOW_DISK, SLOW_NETWORK -> " by " + slowMillis + " ms";
      case KILL, PAUSE, RESET, DISK_FULL, ALL_DOWN -> "";
    };
    return kind.option() + how + " of node " + nodes + (leader ? " (leader)" : "");
  }
}
