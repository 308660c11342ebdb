/**
 * Forming a cluster: {@link io.vertikv.tools.cluster.FormationTest} runs the decisions alone, by the thousand and with every
 * fault; {@link io.vertikv.tools.cluster.ClusterNodeTest} runs whole nodes over Hazelcast on this machine.
 */
package io.vertikv.tools.cluster;
