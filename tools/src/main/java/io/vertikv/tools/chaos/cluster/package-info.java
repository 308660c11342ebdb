/**
 * A cluster of real processes on this machine, and what can be done to one of them: {@link
 * io.vertikv.tools.chaos.cluster.ChaosCluster} (all), {@link io.vertikv.tools.chaos.cluster.ChaosNode} (one), {@link
 * io.vertikv.tools.chaos.cluster.SmallDisk} (a disk that can be filled), {@link io.vertikv.tools.chaos.cluster.SlowDisk}
 * (syncs that take long). What is done when, and why, is the business of {@code fault}.
 */
package io.vertikv.tools.chaos.cluster;
