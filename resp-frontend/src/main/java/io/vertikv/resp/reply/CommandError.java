package io.vertikv.resp.reply;

/** A command's expected failure, with Redis' own text. Has no stack trace: it is an answer, not a defect. */
public final class CommandError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public static final CommandError SYNTAX = new CommandError("ERR syntax error");
  public static final CommandError NOT_AN_INTEGER = new CommandError("ERR value is not an integer or out of range");
  public static final CommandError NOT_A_FLOAT = new CommandError("ERR value is not a valid float");
  public static final CommandError NO_SUCH_KEY = new CommandError("ERR no such key");
  public static final CommandError OUT_OF_RANGE = new CommandError("ERR value is out of range");
  public static final CommandError INDEX_OUT_OF_RANGE = new CommandError("ERR index out of range");
  public static final CommandError WRONG_TYPE = new CommandError(
      "WRONGTYPE Operation against a key holding the wrong kind of value");

  public CommandError(String text) { super(text, null, false, false); }

  /** The whole error line, code first. */
  public String text() { return getMessage(); }
}
