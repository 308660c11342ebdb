package io.vertikv.placement.host;

import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.operator.Order;
import io.vertikv.placement.report.RegionReport;
import io.vertikv.placement.report.StoreReport;
import java.util.List;

/** What stores ask the placement leader, and what it asks them. */
public sealed interface PlacementRequest {
  /** So many reports, or orders, in one request at most. */
  int BATCH_MAX = 128;

  /** A store says where it is, at its start. */
  record Register(ClusterCommand.PutStore store) implements PlacementRequest {}

  record OfStore(StoreReport report) implements PlacementRequest {}

  record OfRegions(List<RegionReport> reports) implements PlacementRequest {
    public OfRegions {
      reports = List.copyOf(reports);
    }
  }

  /** From the leader: steps for regions that are led there. */
  record Orders(List<Order> orders) implements PlacementRequest {
    public Orders {
      orders = List.copyOf(orders);
    }
  }

  /** Of an operator; what the text means is the administration interface's. */
  record Question(String text) implements PlacementRequest {}
}
