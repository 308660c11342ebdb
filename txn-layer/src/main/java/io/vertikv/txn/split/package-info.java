/**
 * Where a region is cut that has become too big: {@link io.vertikv.txn.split.CutSearch} finds the places, {@link
 * io.vertikv.txn.split.KeyUnits} says what must stay together. How it is cut is {@code io.vertikv.txn.region}'s.
 */
package io.vertikv.txn.split;
