/**
 * Ids of stores, peers and regions: global, never used twice, given out through the log of the oracle's group.
 *
 * <p>Reading order: {@link io.vertikv.placement.ids.RequestKey} and {@link io.vertikv.placement.ids.IdWindow} (the
 * replicated state), {@link io.vertikv.placement.ids.IdOutcome}, {@link io.vertikv.placement.ids.IdLine} (who waits for
 * its entry), then the wire: {@link io.vertikv.placement.ids.IdWire}, {@link io.vertikv.placement.ids.IdServer},
 * {@link io.vertikv.placement.ids.IdClient}.
 *
 * <p>Nothing here knows what an id is for, nor whose log it is: {@code tso} uses this package, never the other way round.
 */
package io.vertikv.placement.ids;
