package io.vertikv.tools.chaos.fault;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Draws one strike after the other: the same seed, nodes and kinds give the same strikes. */
final class Schedule {
  private static final int CALM_MILLIS_MAX = 4_000;
  private static final int SLOW_MILLIS_MAX = 300;

  private final int nodes;
  private final List<FaultKind> kinds;
  private final Random random;

  Schedule(int nodes, List<FaultKind> kinds, long seed) {
    if (kinds.isEmpty()) throw new IllegalArgumentException("a schedule needs at least one kind of fault");
    this.nodes = nodes;
    this.kinds = List.copyOf(kinds);
    this.random = new Random(seed);
  }

  Strike next() {
    FaultKind kind = kinds.get(random.nextInt(kinds.size()));
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < nodes; i++) all.add(i);
    Collections.shuffle(all, random);
    int count = 1 + random.nextInt((nodes - 1) / 2);
    List<Integer> victims = kind == FaultKind.ALL_DOWN ? all : all.subList(0, count);
    Cut cut = Cut.values()[random.nextInt(Cut.values().length)];
    boolean atLeader = random.nextBoolean() && kind != FaultKind.ALL_DOWN;
    int lasts = kind.leastMillis() + random.nextInt(kind.mostMillis() - kind.leastMillis());
    return new Strike(kind, victims, atLeader, cut, random.nextInt(CALM_MILLIS_MAX), lasts,
        1 + random.nextInt(SLOW_MILLIS_MAX));
  }
}
