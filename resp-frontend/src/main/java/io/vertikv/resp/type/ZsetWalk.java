package io.vertikv.resp.type;

/** Members of a sorted set one by one; before the first at the start. No changes meanwhile. */
interface ZsetWalk {
  ZsetWalk NONE = new ZsetWalk() {
    @Override
    public boolean next() { return false; }

    @Override
    public Slice member() { throw new IllegalStateException("no member"); }

    @Override
    public double score() { throw new IllegalStateException("no member"); }
  };

  boolean next();

  Slice member();

  double score();
}
