package io.vertikv.placement.cluster;

/** The durable half of a store's state; whether it is heard from is the other. The number is what is stored. */
public enum StoreLife {
  /** New: it takes replicas, and is not counted on yet. */
  PREPARING(1),
  /** One of the cluster. */
  SERVING(2),
  /** On its way out: its replicas move elsewhere. */
  REMOVING(3),
  /** Out for ever; its id and what it may still hold are void. */
  REMOVED(4);

  private final int code;

  StoreLife(int code) { this.code = code; }

  int code() { return code; }

  /** May hold replicas for good. */
  public boolean stays() { return this == PREPARING || this == SERVING; }

  boolean mayBecome(StoreLife next) {
    return switch (this) {
      case PREPARING -> next == SERVING || next == REMOVING;
      case SERVING -> next == REMOVING;
      case REMOVING -> next == SERVING || next == REMOVED;
      case REMOVED -> false;
    };
  }
}
