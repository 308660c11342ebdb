package io.vertikv.txn.region;

/**
 * What a transaction throws when it meets a key that is not in its region: the operation was sent by an old route, or its
 * keys lie in several regions. Control flow like {@link io.vertikv.store.engine.NotInMemory}: let it pass.
 */
public final class KeyOutsideRegion extends RuntimeException {
  private static final long serialVersionUID = 1L;
  static final KeyOutsideRegion INSTANCE = new KeyOutsideRegion();

  private KeyOutsideRegion() { super("the key is in another region", null, false, false); }
}
