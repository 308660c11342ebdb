package io.vertikv.txn.split;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds where to cut a region so that its pieces weigh about the same: goes through its newest versions once and keeps a bounded
 * number of places, evenly apart in weight, with what lies before them. When there are too many it drops every other one. Blocks, for as long as reading a region takes: workers only.
 */
public final class CutSearch {
  /** What pieces shall have the same of. */
  public enum Weight {
    BYTES, UNITS
  }

  /** So many places suffice for ten pieces that differ by a percent. */
  static final int PLACES_MAX = 4096;
  /** A border that is so near, in the weight of one piece, is better than the exact place. */
  private static final double NEAR = 0.1;

  private record Place(byte[] key, long before, boolean border) {}

  private final KeyUnits units;
  private final Weight weight;
  private List<Place> places = new ArrayList<>();
  private long stride = 1;
  private long total;

  private CutSearch(KeyUnits units, Weight weight) {
    this.units = units;
    this.weight = weight;
  }

  /** In ascending order, all of them behind the start of the range; fewer than wanted where there are not so many units. */
  public static List<byte[]> find(EngineReader engine, KeyRange range, KeyUnits units, Weight weight, int pieces) {
    CutSearch search = new CutSearch(units, weight);
    search.walk(engine, range);
    return search.choose(range, pieces);
  }

  private void walk(EngineReader engine, KeyRange range) {
    byte[] unit = null;
    try (EngineCursor cursor = engine.cursor(Family.WRITE, range, ReadTier.DISK)) {
      while (cursor.next()) {
        byte[] key = cursor.key();
        byte[] start = units.startOf(key);
        if (unit == null || !Arrays.equals(unit, start)) {
          if (unit != null) add(unit, start);
          unit = start;
          if (weight == Weight.UNITS) total++;
        }
        if (weight == Weight.BYTES) total += key.length + cursor.value().length;
      }
    }
  }

  private void add(byte[] before, byte[] start) {
    byte[] border = units.borderBetween(before, start);
    Place place = new Place(border == null ? start : border, total, border != null);
    Place last = places.isEmpty() ? null : places.getLast();
    if (last == null || place.before - last.before >= stride) places.add(place);
    else if (place.border && !last.border) places.set(places.size() - 1, place);
    if (places.size() > PLACES_MAX) thin();
  }

  private void thin() {
    List<Place> kept = new ArrayList<>();
    for (int i = 0; i + 1 < places.size(); i += 2) {
      boolean second = places.get(i + 1).border && !places.get(i).border;
      kept.add(places.get(second ? i + 1 : i));
    }
    places = kept;
    stride *= 2;
  }

  private List<byte[]> choose(KeyRange range, int pieces) {
    List<byte[]> cuts = new ArrayList<>();
    byte[] least = range.start();
    for (int i = 1; i < pieces; i++) {
      Place best = nearest(total * i / pieces, Math.max(1, Math.round(total * NEAR / pieces)), least);
      if (best == null) continue;
      cuts.add(best.key);
      least = best.key;
    }
    return cuts;
  }

  /** Behind the key; the nearest border where one is near, else the nearest place. */
  private Place nearest(long target, long near, byte[] behind) {
    Place best = null;
    Place border = null;
    for (Place place : places) {
      if (Arrays.compareUnsigned(place.key, behind) <= 0) continue;
      if (best == null || distance(place, target) < distance(best, target)) best = place;
      boolean nearer = border == null || distance(place, target) < distance(border, target);
      if (place.border && distance(place, target) <= near && nearer) border = place;
    }
    return border == null ? best : border;
  }

  private static long distance(Place place, long target) { return Math.abs(place.before - target); }
}
