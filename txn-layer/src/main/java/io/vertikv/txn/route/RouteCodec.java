package io.vertikv.txn.route;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.txn.region.RegionRoute;
import java.util.ArrayList;
import java.util.List;

/**
 * Routes as they travel between stores.
 *
 * <pre>
 * count varint | per route: region u64 | start sized | end sized | version varint | confVersion varint
 *              | leader store varint, 0 when none is known | stores: count varint, store varint each
 * </pre>
 */
final class RouteCodec {
  /** In one message; more than a region splits into at once. */
  static final int ROUTES_MAX = 1 << 10;
  private static final int STORES_MAX = 1 << 6;

  private RouteCodec() {}

  static void encode(List<RegionRoute> routes, ByteWriter out) {
    out.varint(routes.size());
    for (RegionRoute route : routes) {
      out.u64(route.region()).sized(route.range().start()).sized(route.range().end());
      out.varint(route.epoch().version()).varint(route.epoch().confVersion()).varint(route.leaderStore());
      out.varint(route.stores().size());
      for (long store : route.stores()) out.varint(store);
    }
  }

  /** @throws MalformedBytes when a limit is exceeded or the bytes end early */
  static List<RegionRoute> decode(ByteReader in) {
    int count = count(in, ROUTES_MAX, "routes");
    List<RegionRoute> routes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long region = in.u64();
      KeyRange range = new KeyRange(in.sized(), in.sized());
      RegionEpoch epoch = new RegionEpoch(in.varint(), in.varint());
      long leader = in.varint();
      int stores = count(in, STORES_MAX, "stores");
      List<Long> holders = new ArrayList<>(stores);
      for (int k = 0; k < stores; k++) holders.add(in.varint());
      routes.add(new RegionRoute(region, range, epoch, leader, holders));
    }
    return routes;
  }

  private static int count(ByteReader in, int max, String what) {
    long count = in.varint();
    if (count < 0 || count > max) throw new MalformedBytes(count + " " + what + ", more than " + max);
    return (int) count;
  }
}
