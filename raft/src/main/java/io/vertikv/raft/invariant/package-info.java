/**
 * Broken invariants: {@link io.vertikv.raft.invariant.Invariant} checks what must hold and throws
 * {@link io.vertikv.raft.invariant.InvariantBroken} when it does not. Expected outcomes (not leader, stale term) are
 * values and never come through here. Nothing may catch this exception except the shell that halts the store.
 */
package io.vertikv.raft.invariant;
