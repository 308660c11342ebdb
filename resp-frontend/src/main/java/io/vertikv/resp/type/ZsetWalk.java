package io.vertikv.resp.type;

/** Members of a sorted set one by one; before the first at the start. Changes meanwhile do not disturb it. Close it. */
interface ZsetWalk extends AutoCloseable {
  boolean next();

  Slice member();

  double score();

  @Override
  void close();
}
