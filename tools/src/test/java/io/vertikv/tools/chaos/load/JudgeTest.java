package io.vertikv.tools.chaos.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeTest {
  private static final String KEY = "era0:counter:0";

  @TempDir
  private Path folder;
  private final TinyServer server = new TinyServer();
  private final Era era = new Era(0, List.of(WorkloadKind.COUNTERS), 1);
  private final Era.Course course = era.courses().getFirst();

  @Test
  void whatWasThereWhenItsEraEndedIsReadAgainAtTheEnd() throws Exception {
    Judge judge = judge();
    increment();
    judge.judge(era);
    assertEquals(Map.of("counters", 1), judge.held());
    judge.audit();
    assertEquals(List.of(), judge.problems());
    server.forget(KEY);
    judge.audit();
    assertEquals(List.of("[[GET, " + KEY + "]] was \"1\" and is now nil"), judge.problems());
  }

  @Test
  void whatAnUnknownWriteMayStillChangeIsNotCompared() throws Exception {
    Judge judge = judge();
    increment();
    course.recorder().invoke(1, new Action.Increment(KEY, 1)).unknown();
    judge.judge(era);
    server.honest().open(1).ask(List.of(List.of("INCR", KEY)));
    judge.audit();
    assertEquals(List.of(), judge.problems());
    assertEquals(3, judge.settled());
  }

  private Judge judge() {
    Doors doors = new Doors(1);
    doors.open(0, 1);
    return new Judge(new PatientReader(doors, server.honest()), folder);
  }

  private void increment() throws Exception {
    server.honest().open(1).ask(List.of(List.of("INCR", KEY)));
    course.recorder().invoke(0, new Action.Increment(KEY, 1)).ok(new Answer.Number(1));
  }
}
