package io.vertikv.placement.cluster;

import java.util.function.Consumer;

/** Where commands are asked for; on the group's loop. */
@FunctionalInterface
public interface ClusterLog {
  /** @param done hears once, never before the command is in the log or out of the question */
  void propose(ClusterCommand command, Consumer<CommandOutcome> done);
}
