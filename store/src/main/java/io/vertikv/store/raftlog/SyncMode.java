package io.vertikv.store.raftlog;

/** When an append counts as done. Replication is the same in all modes; what differs is what a power cut may take. */
public sealed interface SyncMode {
  SyncMode ALWAYS = new Always();
  SyncMode NEVER = new Never();

  /** After a sync: it survives the power cut of this machine. */
  record Always() implements SyncMode {}

  /** After the write; a sync follows at most this much later. It survives the process, but maybe not the machine. */
  record Interval(long millis) implements SyncMode {
    public Interval {
      if (millis < 1 || millis > 60_000) throw new IllegalArgumentException("sync interval must be 1 to 60000 ms");
    }
  }

  /** After the write; the operating system decides when it goes to the disk. */
  record Never() implements SyncMode {}
}
