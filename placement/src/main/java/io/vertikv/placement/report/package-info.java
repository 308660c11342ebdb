/**
 * What stores tell the placement driver: {@link io.vertikv.placement.report.RegionReport} from every region's leader (which
 * range, which peers, how much, how busy), {@link io.vertikv.placement.report.StoreReport} from every store (disk, speed).
 * {@link io.vertikv.placement.report.RegionPeers} are a region's replicas as Raft has them, joint phases included, with
 * the stores they live on. Bytes: {@link io.vertikv.placement.report.ReportCodec}.
 *
 * <p>Values only, checked when made. Used by: topology, operator, and whoever sends them.
 */
package io.vertikv.placement.report;
