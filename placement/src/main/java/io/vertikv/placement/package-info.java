/** placement. */
package io.vertikv.placement;
