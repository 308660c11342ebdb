/** Known good and bad histories, good ones corrupted, and small ones against an oracle that tries all orders. */
package io.vertikv.tools.check.linear;
