/**
 * The simulator: a cluster of the shipping code (log, groups, region executors) on one thread, in virtual time, from one seed.
 * Read {@link io.vertikv.tools.sim.SimRun} (a run from seed to verdict), {@link io.vertikv.tools.sim.SimNode} (what is on a
 * machine and what a crash leaves of it), then the ports: {@link io.vertikv.tools.sim.SimLoop},
 * {@link io.vertikv.tools.sim.SimLane}, {@link io.vertikv.tools.sim.SimNetwork}; the trouble:
 * {@link io.vertikv.tools.sim.Weather} and {@link io.vertikv.tools.sim.Nemesis}; what clients do:
 * {@link io.vertikv.tools.sim.Workload}; what must hold: {@link io.vertikv.tools.sim.Check}; and the test of the tests:
 * {@link io.vertikv.tools.sim.Mutation}. But for {@link io.vertikv.tools.sim.SimCommand} and
 * {@link io.vertikv.tools.sim.SeedSearch}, nothing here may read a clock, start a thread, or iterate over anything whose order
 * depends on the JVM.
 */
package io.vertikv.tools.sim;
