package io.vertikv.placement.operator;

/** The ids of new peers, of regions whose stores have agreed on them beforehand. */
@FunctionalInterface
public interface PeerIds {
  PeerIds FREE = (region, store) -> 0;

  /** 0: any that is free. */
  long on(long region, long store);
}
