package io.vertikv.tools.server;

import java.util.List;

/** Makes the services of a node, in the order in which they start. The seam between this process and the database. */
@FunctionalInterface
public interface NodeServices {
  /** A bare process: admin HTTP only. */
  NodeServices NONE = context -> List.of();

  /** May block and may throw {@link StartRefused}; runs off the event loops. */
  List<Service> assemble(NodeContext context);
}
