/**
 * Operators: what a region is told to do, step by step.
 *
 * <p>{@link io.vertikv.placement.operator.Wish} says what somebody wants of a region,
 * {@link io.vertikv.placement.operator.Proposal} who and why; {@link io.vertikv.placement.operator.OperatorBuilder} makes
 * safe steps of it ({@link io.vertikv.placement.operator.Step}); {@link io.vertikv.placement.operator.Operator} follows
 * the region's heartbeats through them; {@link io.vertikv.placement.operator.OperatorTable} holds one for each region, within
 * limits, and keeps account of what is under way to and from each store.
 *
 * <p>Orders travel as {@link io.vertikv.placement.operator.OrderCodec} writes them. Nothing here chooses: which region, which store is the schedulers' business.
 */
package io.vertikv.placement.operator;
