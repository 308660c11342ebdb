package io.vertikv.tools.chaos.load;

import io.vertikv.tools.check.History;
import io.vertikv.tools.check.Verdict;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What several clients do at the same time on keys of their own, which nobody has written before, and what must hold of
 * the history. Thread-safe but for the generator, which is the caller's.
 */
public interface Workload {
  String name();

  Request next(RandomGenerator random);

  /** Readings of everything, for the end: what they see must fit too. */
  List<Request> closing();

  Verdict judge(History history);
}
