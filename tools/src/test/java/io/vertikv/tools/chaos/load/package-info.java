/** Clients against a server of a few lines, which lies when the test says so: that must be noticed. */
package io.vertikv.tools.chaos.load;
