/**
 * A load generator for any server that speaks RESP. Read {@link BenchTests} (what is sent), {@link RequestTemplate} and
 * {@link RequestBatch} (how it becomes bytes), {@link Connection} with its two ways of sending, {@link ClosedLoop} and
 * {@link OpenLoop}, then {@link LoadRun}, which runs one test, and {@link BenchCommand}, which runs all that were asked for.
 * It shares its machine with the server that it measures: per request it allocates nothing and writes a whole batch at once.
 * Nothing of the server may come in: what is measured is known by its port and its process only.
 */
package io.vertikv.tools.bench;
