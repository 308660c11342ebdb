/**
 * What a leader knows of each peer: {@link io.vertikv.raft.progress.Progress} with its
 * {@link io.vertikv.raft.progress.Inflights} window, all of them in {@link io.vertikv.raft.progress.ProgressTable}.
 * Pure bookkeeping: nothing is sent from here.
 */
package io.vertikv.raft.progress;
