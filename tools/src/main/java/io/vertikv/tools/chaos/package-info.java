/**
 * Real nodes, real clients, real trouble: {@code vertikv chaos} and its sisters. Read {@link
 * io.vertikv.tools.chaos.Stage} (a cluster under load, and what must hold at the end), then the trials: {@link
 * io.vertikv.tools.chaos.ChaosTrial} (faults drawn from a seed), {@link io.vertikv.tools.chaos.FailoverTrial} (the leader
 * is killed, again and again), {@link io.vertikv.tools.chaos.RollingTrial} (every node is restarted), {@link
 * io.vertikv.tools.chaos.AwayTrial} (a node misses much and returns). The parts: {@code load} (clients and verdicts),
 * {@code cluster} (processes), {@code net} (proxies), {@code fault} (what goes wrong when). The nodes are known only from
 * outside: ports, signals, and the greeting between stores.
 */
package io.vertikv.tools.chaos;
