/**
 * Histories of clients, and what every checker of them has in common. A history says who asked for what
 * ({@link io.vertikv.tools.check.Action}), what came of it ({@link io.vertikv.tools.check.Outcome}) and in which order
 * things began and ended ({@link io.vertikv.tools.check.Operation}). Simulated and real runs write one with a
 * {@link io.vertikv.tools.check.HistoryRecorder}; {@link io.vertikv.tools.check.HistoryFile} keeps it as lines of JSON.
 * The checkers: {@code linear} (any operations on one key), {@code tally} (counters and accounts, by counting),
 * {@code cycle} (transactions, by their dependencies). Each takes the actions that it knows and leaves the others, and
 * answers with a {@link io.vertikv.tools.check.Verdict}. Nothing here knows a server, a clock or a thread: what is
 * checked is what clients saw.
 */
package io.vertikv.tools.check;
