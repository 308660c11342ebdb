package io.vertikv.txn.region;

/**
 * Whether it is worth asking the engine's memory before a worker: a vain try costs the loop as much as a hit. While most
 * tries fail only one in sixteen is made.
 */
final class MemoryTrials {
  private static final int SCALE = 1024;
  private static final int SAMPLE_MASK = 15;

  /** Share of hits, out of {@link #SCALE}, with the newest weighing 1/32. */
  private int share = SCALE;
  private int asked;

  boolean worthwhile() { return share > SCALE / 4 || (++asked & SAMPLE_MASK) == 0; }

  void hit() { share += SCALE - share >> 5; }

  void miss() { share -= share >> 5; }
}
