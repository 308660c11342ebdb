package io.vertikv.tools.chaos.load;

import io.vertikv.tools.check.Answer;
import io.vertikv.tools.crash.Answer.Items;
import io.vertikv.tools.crash.Answer.Nil;
import io.vertikv.tools.crash.Answer.Number;
import io.vertikv.tools.crash.Answer.Text;
import java.util.ArrayList;
import java.util.List;

/** From replies as they came over the wire to answers as the checkers know them. */
final class Reading {
  private Reading() {}

  static Answer done(io.vertikv.tools.crash.Answer reply) {
    if (reply instanceof Text(String value) && value.equals("OK")) return Answer.DONE;
    throw new ReplyStrange("OK", reply);
  }

  static Answer number(io.vertikv.tools.crash.Answer reply) {
    if (reply instanceof Number(long value)) return new Answer.Number(value);
    throw new ReplyStrange("a number", reply);
  }

  static Answer textOrNil(io.vertikv.tools.crash.Answer reply) {
    if (reply instanceof Text(String value)) return new Answer.Text(value);
    if (reply instanceof Nil) return Answer.NIL;
    throw new ReplyStrange("a text or nil", reply);
  }

  static Answer elements(io.vertikv.tools.crash.Answer reply) {
    List<String> values = new ArrayList<>();
    for (io.vertikv.tools.crash.Answer item : items(reply)) {
      if (!(item instanceof Text(String value))) throw new ReplyStrange("texts", reply);
      values.add(value);
    }
    return new Answer.Elements(values);
  }

  /** As many as were asked for. */
  static List<io.vertikv.tools.crash.Answer> items(io.vertikv.tools.crash.Answer reply, int count) {
    List<io.vertikv.tools.crash.Answer> items = items(reply);
    if (items.size() != count) throw new ReplyStrange(count + " items", reply);
    return items;
  }

  private static List<io.vertikv.tools.crash.Answer> items(io.vertikv.tools.crash.Answer reply) {
    if (reply instanceof Items(List<io.vertikv.tools.crash.Answer> values)) return values;
    throw new ReplyStrange("several items", reply);
  }

  /** The server sent what no reading expects: a defect, whatever was going on. */
  static final class ReplyStrange extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReplyStrange(String wanted, io.vertikv.tools.crash.Answer reply) {
      super("must be " + wanted + ", is " + reply);
    }
  }
}
