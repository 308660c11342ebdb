package io.vertikv.tools.sim;

/** Something that must hold after every step. */
interface Check {
  /** Throws {@link SimViolation}. */
  void look(SimCluster cluster);
}
