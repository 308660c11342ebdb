package io.vertikv.placement.driver;

import io.vertikv.placement.cluster.StoreRecord;
import io.vertikv.placement.report.StoreReport;
import io.vertikv.placement.topology.StoreState;

/**
 * A store, for people.
 *
 * @param report the last one, or null
 * @param silentMillis since then
 */
public record StoreStatus(StoreRecord record, StoreState state, Share share, StoreReport report, long silentMillis) {
  /**
   * What it has, without what is under way.
   *
   * @param underWay operators' effects that are yet to come: leaders, replicas
   */
  public record Share(int leaders, int peers, long bytes, long leaderLoad, double score, UnderWay underWay) {}

  public record UnderWay(int leaders, int peers) {}
}
