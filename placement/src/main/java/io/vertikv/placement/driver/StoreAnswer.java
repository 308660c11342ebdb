package io.vertikv.placement.driver;

/** What a store is told when it has reported. */
public enum StoreAnswer {
  WELCOME,
  /** Not on record: it has to register. */
  UNKNOWN,
  /** It was removed for good, and must not go on. */
  REMOVED
}
