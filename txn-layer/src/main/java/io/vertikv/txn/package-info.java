/** txn-layer. */
package io.vertikv.txn;
