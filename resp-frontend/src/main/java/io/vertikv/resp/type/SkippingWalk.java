package io.vertikv.resp.type;

/** A walk without its first members. */
final class SkippingWalk implements ZsetWalk {
  private final ZsetWalk all;
  private long left;

  private SkippingWalk(ZsetWalk all, long skipped) {
    this.all = all;
    left = skipped;
  }

  static ZsetWalk of(ZsetWalk all, long skipped) {
    return skipped == 0 ? all : new SkippingWalk(all, skipped);
  }

  @Override
  public boolean next() {
    for (; left > 0; left--) if (!all.next()) return false;
    return all.next();
  }

  @Override
  public Slice member() { return all.member(); }

  @Override
  public double score() { return all.score(); }

  @Override
  public void close() { all.close(); }
}
