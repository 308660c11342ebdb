/**
 * Linearizability: is there one order of the operations that respects time and in which every answer is right? Start with
 * {@link io.vertikv.tools.check.linear.LinearizabilityChecker} (a history, key by key), then
 * {@link io.vertikv.tools.check.linear.Model} (what a key is: string, list, set) and
 * {@link io.vertikv.tools.check.linear.KeySearch} (the search, with its essay). The search is exponential at worst, so it
 * has a budget, counted in steps and not in time: the same history gets the same verdict everywhere.
 */
package io.vertikv.tools.check.linear;
