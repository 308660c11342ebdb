package io.vertikv.store.rpc.codec;

/** Why a store ends a connection, in words for the log of the other. */
public record Refused(String reason) {
  /** A longer reason is cut. */
  public static final int REASON_BYTES_MAX = 300;
}
