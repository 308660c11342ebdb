package io.vertikv.placement.ids;

import java.util.function.Consumer;

/** Gives out ids on a loop, if this store's replica leads. */
public interface IdSource {
  /** @param done hears the outcome once, on the loop, perhaps within this call; perhaps only when leadership is lost */
  void allocate(RequestKey key, Consumer<IdOutcome> done);
}
