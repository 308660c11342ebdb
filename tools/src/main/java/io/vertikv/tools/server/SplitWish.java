package io.vertikv.tools.server;

import io.vertikv.placement.driver.Overview;
import io.vertikv.placement.operator.SplitBy;
import io.vertikv.placement.operator.Wish;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.resp.type.KeyHash;
import io.vertikv.resp.type.RedisKeys;
import io.vertikv.store.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which regions have to be split so that some begin where somebody wants them to: {@code slot=N}, {@code key=K}, {@code even=N}
 * pieces by slots; or {@code id=R} with {@code pieces=N}, where its leader sees fit. A region that begins there already is left
 * alone, so that asking twice does no harm.
 *
 * @param regions by id, what is wanted of each; empty: all is as it shall be
 */
record SplitWish(Map<Long, Wish.SplitRegion> regions) {
  private static final int EVEN_MAX = KeyHash.SLOTS;

  /** @throws IllegalArgumentException when it is not understood, or no leader has reported what is there */
  static SplitWish of(PlacementQuestion question, Overview overview) {
    if (question.parameter("id").isPresent()) {
      long pieces = question.parameter("pieces").isPresent() ? question.number("pieces") : 2;
      if (pieces < 2 || pieces > Wish.SplitRegion.PIECES_MAX)
        throw new IllegalArgumentException("pieces must be from 2 to " + Wish.SplitRegion.PIECES_MAX);
      Wish.SplitRegion wish = new Wish.SplitRegion(SplitBy.HAND, List.of(), (int) pieces);
      return new SplitWish(Map.of(question.number("id"), wish));
    }
    return at(cuts(question), overview);
  }

  private static List<Bytes> cuts(PlacementQuestion question) {
    if (question.parameter("key").isPresent()) {
      byte[] key = question.parameter("key").get().getBytes(StandardCharsets.UTF_8);
      return List.of(Bytes.of(RedisKeys.header(0, key)));
    }
    if (question.parameter("even").isEmpty()) return List.of(slot(number(question, "slot", 1, KeyHash.SLOTS - 1)));
    int pieces = number(question, "even", 2, EVEN_MAX);
    List<Bytes> cuts = new ArrayList<>();
    for (int i = 1; i < pieces; i++) cuts.add(slot((int) ((long) KeyHash.SLOTS * i / pieces)));
    return cuts;
  }

  private static int number(PlacementQuestion question, String name, int least, int most) {
    long number = question.number(name);
    if (number < least || number > most)
      throw new IllegalArgumentException(name + " must be from " + least + " to " + most);
    return (int) number;
  }

  private static Bytes slot(int slot) { return Bytes.of(RedisKeys.slot(0, slot).start()); }

  private static SplitWish at(List<Bytes> cuts, Overview overview) {
    Map<Long, List<Bytes>> byRegion = new LinkedHashMap<>();
    for (Bytes cut : cuts) {
      RegionEntry region = overview.regionAt(cut).orElseThrow(
          () -> new IllegalArgumentException("no leader has reported the region of " + cut + " yet"));
      if (region.region().start().equals(cut)) continue;
      List<Bytes> its = byRegion.computeIfAbsent(region.id(), id -> new ArrayList<>());
      if (its.size() < Wish.SplitRegion.PIECES_MAX - 1) its.add(cut);
    }
    Map<Long, Wish.SplitRegion> wishes = new LinkedHashMap<>();
    byRegion.forEach((region, its) -> wishes.put(region, Wish.SplitRegion.at(SplitBy.HAND, its)));
    return new SplitWish(wishes);
  }
}
