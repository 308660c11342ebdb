package io.vertikv.txn.region;

/** Hears, on the region's loop, who leads the region and whether this replica serves it. */
public interface RegionWatcher {
  RegionWatcher NONE = new RegionWatcher() {
    @Override
    public void leader(long store) {}

    @Override
    public void begins() {}

    @Override
    public void ends() {}
  };

  /** The store whose replica leads; 0 when that is not known. Not always a change. */
  void leader(long store);

  /** This replica is about to run its first operation. */
  void begins();

  /** It runs none any more. */
  void ends();
}
