/** The simulator on a fixed set of seeds, that it repeats itself, and that it notices every mutation. */
package io.vertikv.tools.sim;
