/**
 * The placement driver: the one who hears everything and tells regions what to do.
 *
 * <p>{@link io.vertikv.placement.driver.PlacementDriver} is the whole of it, pure: heartbeats and ticks in, answers, orders and
 * wishes for the log out. {@link io.vertikv.placement.driver.Rounds} asks the schedulers in turn,
 * {@link io.vertikv.placement.driver.Patrol} walks over the regions,
 * {@link io.vertikv.placement.driver.Housekeeping} moves stores through their lives, and
 * {@link io.vertikv.placement.driver.Overview} answers an operator's questions.
 *
 * <p>Lives in the leader of the placement group, on its loop, from its first applied entry to the end of its term. Nothing here
 * reads a clock, sends, waits or draws by chance from anything but the generator it is given.
 */
package io.vertikv.placement.driver;
