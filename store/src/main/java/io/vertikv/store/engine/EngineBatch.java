package io.vertikv.store.engine;

/** A list of changes that take effect together. */
public final class EngineBatch {
}
