/** Tests of region descriptors. */
package io.vertikv.store.region;
