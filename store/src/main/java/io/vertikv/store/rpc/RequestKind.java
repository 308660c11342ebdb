package io.vertikv.store.rpc;

/** What a request between stores is about: the first byte of its payload, so that it finds whom it is for. */
public enum RequestKind {
  SNAPSHOT(1), OPERATIONS(2), TIMESTAMPS(3), IDS(4), ADMIN(5), DEPARTURE(6), ROOM(7), PLACEMENT(8),
  /** Where regions are. */
  ROUTES(9),
  /** That a store shall hold a replica. */
  CREATE_PEER(10);

  private final int code;

  RequestKind(int code) { this.code = code; }

  public int code() { return code; }

  /** Null: none that this version knows. */
  public static RequestKind of(byte[] payload) {
    if (payload.length == 0) return null;
    for (RequestKind kind : values()) if (kind.code == payload[0]) return kind;
    return null;
  }
}
