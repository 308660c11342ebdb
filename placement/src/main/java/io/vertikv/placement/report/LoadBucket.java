package io.vertikv.placement.report;

import io.vertikv.store.bytes.Bytes;

/** From this key to the next bucket's (or the region's end) so much of the region's load, in any unit. */
public record LoadBucket(Bytes start, long load) {
  public LoadBucket {
    if (load < 0) throw new IllegalArgumentException("negative load");
  }
}
