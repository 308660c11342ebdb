package io.vertikv.tools.crash;

/** The server did not do what it must: ends the crash test. */
final class CrashTestFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CrashTestFailed(String what) { super(what); }

  CrashTestFailed(String what, Throwable cause) { super(what + ": " + cause, cause); }
}
