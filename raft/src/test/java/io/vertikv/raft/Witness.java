package io.vertikv.raft;

/** Looks at the whole cluster after every step and speaks up when something that must never happen has happened. */
interface Witness {
  void look(Simulation sim);
}
