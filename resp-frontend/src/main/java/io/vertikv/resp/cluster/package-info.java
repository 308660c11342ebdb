/**
 * What cluster-aware clients are told: which node leads which slots. {@code ClusterMap} is a snapshot of that and comes from
 * outside, as one of the {@code ServerFacts}; {@code Shard} arranges it as Redis' cluster does, where a node is either a master
 * or the replica of one; {@code ClusterHandlers} writes both as CLUSTER's replies.
 *
 * <p>All of this is advice. Any node takes any key, so nothing here redirects (no MOVED, ASK or CROSSSLOT), and a map that is
 * out of date costs its reader one hop between nodes. Nothing of the data comes in here: COUNTKEYSINSLOT and GETKEYSINSLOT are
 * data commands, see {@code command.ClusterCommands}.
 */
package io.vertikv.resp.cluster;
