package io.vertikv.resp.type;

/** What a {@link RankNode} counts: nodes of the level below it, or at level 1 blocks of members. */
sealed interface RankPart permits RankNode, ScoreBlock {
  /** Where it begins, which is part of its key. */
  byte[] lower();

  /** Members in all. */
  long total();
}
