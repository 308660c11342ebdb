package io.vertikv.txn.route;

import io.vertikv.txn.region.RegionRoute;
import java.util.List;

/** What a gateway of one region tells whoever knows the others; on the loop of both. */
interface RegionMoves {
  /** A region is not what was thought. If that concerns the gateway that tells, it is told to leave before this returns. */
  void learned(List<RegionRoute> routes);

  /** All stores that the route names were asked, and none knew better: perhaps the region has left them. */
  void doubted(RegionRoute route);

  /** Nothing of the gateway is under way any more: these have no outcome, and have to be placed again in this order. */
  void left(RoutedGateway gateway, List<Errand> errands);
}
