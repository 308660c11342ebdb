/** Every anomaly by hand, good histories and corrupted ones, and small ones against oracles that try all orders. */
package io.vertikv.tools.check.cycle;
