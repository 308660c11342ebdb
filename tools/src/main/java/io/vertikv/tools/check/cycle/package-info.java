/**
 * Isolation of transactions, from what they appended to lists and read of them. The lists make the order of versions
 * visible, from which dependencies between transactions follow; a cycle of them is an anomaly, and its edges are its name
 * (Adya, "Weak consistency", 1999; Kingsbury and Alvaro, "Elle: inferring isolation anomalies from experimental
 * observations", 2020). Start with {@link io.vertikv.tools.check.cycle.IsolationChecker}, then
 * {@link io.vertikv.tools.check.cycle.Level} and {@link io.vertikv.tools.check.cycle.Anomaly} (what is promised, what
 * breaks it), {@link io.vertikv.tools.check.cycle.Observations} and {@link io.vertikv.tools.check.cycle.Versions} (from
 * answers to versions), {@link io.vertikv.tools.check.cycle.Dependencies} (from versions to edges) and
 * {@link io.vertikv.tools.check.cycle.CycleSearch}. All of it takes time in proportion to the history, but for the
 * naming of cycles, whose search is bounded.
 */
package io.vertikv.tools.check.cycle;
