package io.vertikv.txn.region;

/** Where an executor reports what its stages took; called once per batch or run, on the region's loop. */
public interface RegionTimings {
  RegionTimings NONE = new RegionTimings() {
    @Override
    public void ran(int operations, long queuedNanos, long executeNanos) {}

    @Override
    public void committed(int operations, long proposeNanos, long commitNanos) {}
  };

  /** A run of the inbox: how long its first operation had waited, and how long the run took. */
  void ran(int operations, long queuedNanos, long executeNanos);

  /** A batch with writes: encoding and proposing it, and from then until it was committed. */
  void committed(int operations, long proposeNanos, long commitNanos);
}
