package io.vertikv.tools.ctl;

/** The command cannot be carried out; the message says why and what to do. */
final class CtlFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CtlFailed(String message) { super(message, null, false, false); }
}
