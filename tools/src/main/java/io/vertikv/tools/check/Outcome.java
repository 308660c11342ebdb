package io.vertikv.tools.check;

/** What came of an operation, as far as its client can know. */
public sealed interface Outcome {
  Outcome FAILED = new Failed();
  Outcome UNKNOWN = new Unknown();

  record Ok(Answer answer) implements Outcome {
    @Override
    public String toString() { return answer.toString(); }
  }

  /** It has not happened and never will. */
  record Failed() implements Outcome {
    @Override
    public String toString() { return "failed"; }
  }

  /** It may happen at any time after its invocation, or never. */
  record Unknown() implements Outcome {
    @Override
    public String toString() { return "unknown"; }
  }
}
