package io.vertikv.tools;

/** What the process says when it ends. Scripts rely on these numbers. */
public final class ExitCode {
  /** Done, or stopped as asked. */
  public static final int OK = 0;
  /** Something went wrong while running. */
  public static final int FAILED = 1;
  /** The command line or the configuration is not usable. */
  public static final int USAGE = 2;
  /** The node could not start: port taken, data folder in use, data that cannot be read. */
  public static final int NOT_STARTED = 3;

  private ExitCode() {}
}
