package io.vertikv.tools.bench;

/** A test could not be carried out: the server is not there, refuses, or says something that is not RESP. */
final class BenchFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  BenchFailed(String what) { super(what); }

  BenchFailed(String what, Throwable cause) { super(what, cause); }
}
