package io.vertikv.resp.protocol;

/** The client broke the protocol: it gets the text and is closed, since nothing tells where its next command would begin. */
public final class ProtocolError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProtocolError(String what) { super("ERR Protocol error: " + what, null, false, false); }

  /** The whole error line, code first. */
  public String text() { return getMessage(); }
}
