package io.vertikv.store.bytes;

/** Bytes that are not what their codec wrote. */
public final class MalformedBytes extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedBytes(String message) { super(message); }
}
