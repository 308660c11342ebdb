package io.vertikv.placement.driver;

/** What a store is told when it has reported. The number is what is sent. */
public enum StoreAnswer {
  WELCOME(1),
  /** Not on record: it has to register. */
  UNKNOWN(2),
  /** It was removed for good, and must not go on. */
  REMOVED(3);

  private final int code;

  StoreAnswer(int code) { this.code = code; }

  int code() { return code; }
}
