package io.vertikv.resp.session;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.region.RegionRoute;
import io.vertikv.txn.route.RouteCache;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * What the front end has to know of regions: whether there are several, and any one of them. Any thread, as far as its source
 * of chance is.
 */
public final class Regions {
  private final RouteCache routes;
  private final RandomGenerator random;

  public Regions(RouteCache routes, RandomGenerator random) {
    this.routes = routes;
    this.random = random;
  }

  private Regions() { this(null, null); }

  /** One region, for ever. */
  public static Regions one() { return new Regions(); }

  boolean several() { return routes != null && routes.several(); }

  /** The first key of the range that lies in some region, as far as regions of it are known. */
  byte[] startOfAny(KeyRange range) {
    RegionRoute route = routes == null ? null : routes.any(range, random);
    if (route == null) return range.start();
    byte[] start = route.range().start();
    return Arrays.compareUnsigned(start, range.start()) > 0 ? start : range.start();
  }
}
