package io.vertikv.txn.region;

/** Hears, once, on the region's loop, what became of a split that was asked for. */
public interface SplitListener {
  /** It is applied here: the children are being opened. */
  void split();

  /** Nothing was changed. */
  void notSplit(String reason);

  /** Leadership was lost meanwhile: look at the regions. */
  void unknown();
}
