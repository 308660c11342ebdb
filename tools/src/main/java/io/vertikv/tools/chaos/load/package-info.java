/**
 * Clients that know what they were answered. Read {@link io.vertikv.tools.chaos.load.Workload} (what is asked, and what
 * must hold of the answers), {@link io.vertikv.tools.chaos.load.LoadClient} (who asks), {@link
 * io.vertikv.tools.chaos.load.Fate} (what an answer means), {@link io.vertikv.tools.chaos.load.Era} (a few seconds of load
 * on keys of their own, judged when they are over) and {@link io.vertikv.tools.chaos.load.Load} (all of it together).
 * Servers are ports behind {@link io.vertikv.tools.chaos.load.Doors}; nothing here knows processes or faults.
 */
package io.vertikv.tools.chaos.load;
