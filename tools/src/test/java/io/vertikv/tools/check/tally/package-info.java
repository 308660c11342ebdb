/** Counters and accounts: known good and bad histories, corrupted ones, and the linearizability checker as an oracle. */
package io.vertikv.tools.check.tally;
