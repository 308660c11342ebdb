/**
 * What goes wrong, and when. A {@link io.vertikv.tools.chaos.fault.Schedule} draws {@link
 * io.vertikv.tools.chaos.fault.Strike}s of the wanted {@link io.vertikv.tools.chaos.fault.FaultKind}s from a seed and
 * knows nothing else; a {@link io.vertikv.tools.chaos.fault.Nemesis} carries them out on a cluster, one after the other.
 */
package io.vertikv.tools.chaos.fault;
