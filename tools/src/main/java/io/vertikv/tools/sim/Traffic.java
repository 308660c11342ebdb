package io.vertikv.tools.sim;

import io.vertikv.store.engine.EngineReader;
import io.vertikv.tools.check.Verdict;

/** All clients of a run, and what they were told. */
interface Traffic {
  /** Writes that clients were told are done. */
  long acknowledged();

  long reads();

  long unknown();

  /** Nothing new is begun. */
  void stop();

  /** After {@link #stop}: everybody has heard of everything. */
  boolean idle();

  /** @param replica any one, when all hold the same */
  Verdict judge(EngineReader replica);
}
