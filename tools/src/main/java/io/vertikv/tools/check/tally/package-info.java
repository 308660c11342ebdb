/**
 * Checkers that count instead of searching, for workloads made so that counting is enough:
 * {@link io.vertikv.tools.check.tally.CounterChecker} (every increment applied exactly once, in an order that respects
 * time) and {@link io.vertikv.tools.check.tally.BankChecker} (no money made or lost). Both take histories of any length.
 */
package io.vertikv.tools.check.tally;
