/**
 * Timestamps: {@link io.vertikv.placement.tso.Timestamps} (what one is made of),
 * {@link io.vertikv.placement.tso.TimestampOracle} (gives them out, pure), {@link io.vertikv.placement.tso.OracleGroup} (its
 * replicated window).
 */
package io.vertikv.placement.tso;
