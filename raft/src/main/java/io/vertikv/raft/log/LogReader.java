package io.vertikv.raft.log;

/**
 * The host's log of one group, as far as it has <em>been given</em>: an entry handed out in a {@code LogAppend} is
 * part of it from the moment that {@code ready()} returned, durable or not, and before the next call into the node.
 * Raft itself keeps no entry that it has handed out.
 *
 * <p>
 * {@link #term} is only called while a node is constructed (terms are then tracked by the node); {@link #entries} is
 * called to serve followers that are behind, and at construction for the entries above the applied index, which then
 * must be {@link EntryRead.Available}: recovery has just read them. No method blocks.
 */
public interface LogReader {
  /** The lowest index still kept; one above the snapshot; 1 for a log never cut. */
  long firstIndex();

  /** The highest index given, {@code firstIndex() - 1} when there is none. */
  long lastIndex();

  /** The term at an index from {@code firstIndex() - 1} (the snapshot's) to {@code lastIndex()}. */
  long term(long index);

  /** Entries first to last (inclusive), cut so that all but the first fit into {@code bytesMax}. */
  EntryRead entries(long first, long last, int bytesMax);
}
