package io.vertikv.tools.check;

/**
 * One request of one client. {@code invoked} and {@code completed} are places in the one order of all events of a
 * history: if a.completed &lt; b.invoked, then b was asked for when a had been answered. A recorder gives every event a
 * place of its own; where two share one (clocks are coarse), the operations count as concurrent.
 */
public record Operation(int process, Action action, Outcome outcome, long invoked, long completed) {
  /** Where an operation of unknown outcome completes: it may happen at any later time. */
  public static final long NEVER = Long.MAX_VALUE;

  public Operation {
    if (completed <= invoked)
      throw new IllegalArgumentException(action + " is invoked at " + invoked + " and completed at " + completed);
    if (outcome instanceof Outcome.Unknown) completed = NEVER;
  }

  public boolean isOk() { return outcome instanceof Outcome.Ok; }

  public boolean isFailed() { return outcome instanceof Outcome.Failed; }

  public boolean isUnknown() { return outcome instanceof Outcome.Unknown; }

  /** What it was answered. Only of those that are ok. */
  public Answer answer() {
    if (outcome instanceof Outcome.Ok(Answer answer)) return answer;
    throw new IllegalStateException("not answered: " + this);
  }

  /** One line for people: who, what (as in the history file), the answer, from when to when. */
  @Override
  public String toString() {
    return "process %d: %s -> %s  (%d to %s)".formatted(process, EventJson.of(action), outcome, invoked,
        completed == NEVER ? "?" : completed);
  }
}
