package io.vertikv.resp.type;

/** Members of a sorted set one by one; before the first at the start. Changes meanwhile do not disturb it. Close it. */
interface ZsetWalk extends AutoCloseable {
  ZsetWalk NONE = new ZsetWalk() {
    @Override
    public boolean next() { return false; }

    @Override
    public Slice member() { throw new IllegalStateException("no member"); }

    @Override
    public double score() { throw new IllegalStateException("no member"); }

    @Override
    public void close() {}
  };

  boolean next();

  Slice member();

  double score();

  @Override
  void close();
}
