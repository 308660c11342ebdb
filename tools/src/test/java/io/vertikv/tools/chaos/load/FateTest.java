package io.vertikv.tools.chaos.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.crash.Answer;
import io.vertikv.tools.crash.Answer.Failure;
import io.vertikv.tools.crash.Answer.Items;
import io.vertikv.tools.crash.Answer.Number;
import io.vertikv.tools.crash.Answer.Text;
import java.util.List;
import org.junit.jupiter.api.Test;

class FateTest {
  private static final Request INCREMENT = Request.of(new Action.Increment("c", 1), Reading::number, "INCR", "c");
  private static final Request TRANSACTION = Request.transaction(new Action.Transfer("a", "b", 1),
      reply -> io.vertikv.tools.check.Answer.DONE, List.of(List.of("INCR", "a")));
  private static final Text OK = new Text("OK");
  private static final Text QUEUED = new Text("QUEUED");

  @Test
  void anAnswerMeansThatItHasHappened() {
    assertEquals(new Fate.Done(new io.vertikv.tools.check.Answer.Number(3)), fate(INCREMENT, new Number(3)));
    assertEquals(new Fate.Done(io.vertikv.tools.check.Answer.DONE),
        fate(TRANSACTION, OK, QUEUED, new Items(List.of(new Number(1)))));
  }

  @Test
  void refusalsPromiseThatNothingWasDone() {
    for (String text : List.of("TRYAGAIN no leader", "BUSY overloaded", "MISCONF disk full", "LOADING", "EXECABORT x"))
      assertInstanceOf(Fate.Refused.class, fate(INCREMENT, new Failure(text)), text);
    assertInstanceOf(Fate.Refused.class, fate(TRANSACTION, OK, new Failure("TRYAGAIN x"), new Failure("EXECABORT x")));
  }

  @Test
  void unknownIsUnknown() {
    assertInstanceOf(Fate.Unknown.class, fate(INCREMENT, new Failure("UNKNOWN may have happened")));
    assertInstanceOf(Fate.Unknown.class, fate(TRANSACTION, OK, QUEUED, new Failure("UNKNOWN may have happened")));
  }

  @Test
  void everythingElseIsStrange() {
    assertInstanceOf(Fate.Strange.class, fate(INCREMENT, new Failure("ERR internal error")));
    assertInstanceOf(Fate.Strange.class, fate(INCREMENT, new Failure("UNKNOWNISH")));
    assertInstanceOf(Fate.Strange.class, fate(INCREMENT, new Text("3")));
    assertInstanceOf(Fate.Strange.class,
        fate(TRANSACTION, OK, QUEUED, new Items(List.of(new Failure("WRONGTYPE x")))));
    assertInstanceOf(Fate.Strange.class,
        fate(TRANSACTION, new Failure("TRYAGAIN x"), new Number(1), new Items(List.of(new Number(1)))));
  }

  private static Fate fate(Request request, Answer... replies) { return Fate.of(request, List.of(replies)); }
}
