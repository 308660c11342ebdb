package io.vertikv.tools.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.tools.check.linear.LinearizabilityChecker;
import io.vertikv.tools.check.tally.CounterChecker;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is recorded, and what comes back from a file. */
class HistoryTest {
  private static final String HEAD = "{\"format\":\"vertikv-history\",\"version\":1}\n";
  private static final Action INCR = new Action.Increment("c", 1);

  @Test
  void aRecorderKeepsTheOrderOfEvents() {
    HistoryRecorder recorder = HistoryRecorder.ofOneThread();
    HistoryRecorder.Invocation first = recorder.invoke(1, INCR);
    HistoryRecorder.Invocation second = recorder.invoke(2, INCR);
    second.ok(new Answer.Number(1));
    first.failed();
    recorder.invoke(3, INCR).unknown();
    recorder.invoke(4, INCR);
    assertEquals(List.of("process 1: [\"INCRBY\",\"c\",1] -> failed  (1 to 4)",
        "process 2: [\"INCRBY\",\"c\",1] -> 1  (2 to 3)", "process 3: [\"INCRBY\",\"c\",1] -> unknown  (5 to ?)",
        "process 4: [\"INCRBY\",\"c\",1] -> unknown  (7 to ?)"),
        recorder.history().operations().stream().map(Operation::toString).toList());
  }

  @Test
  void anOperationIsCompletedOnce() {
    HistoryRecorder.Invocation invocation = HistoryRecorder.ofOneThread().invoke(1, INCR);
    invocation.unknown();
    assertThrows(IllegalStateException.class, () -> invocation.ok(Answer.DONE));
  }

  @Test
  void threadsThatRecordTogetherAgreeOnAnOrderThatFits() throws InterruptedException, ExecutionException {
    HistoryRecorder recorder = HistoryRecorder.ofManyThreads();
    AtomicInteger counter = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int process = t;
        running.add(threads.submit(() -> {
          for (int i = 0; i < 500; i++) {
            HistoryRecorder.Invocation invocation = recorder.invoke(process, INCR);
            invocation.ok(new Answer.Number(counter.incrementAndGet()));
          }
        }));
      }
      for (Future<?> one : running) one.get();
    }
    History history = recorder.history();
    assertEquals(2_000, history.size());
    HashSet<Long> places = new HashSet<>();
    history.operations().forEach(o -> assertTrue(places.add(o.invoked()) && places.add(o.completed())));
    assertTrue(new LinearizabilityChecker().check(history).holds());
    assertTrue(new CounterChecker().check(history).holds());
  }

  @Test
  void aFileKeepsEveryActionAnswerAndOutcome() throws IOException {
    HistoryRecorder recorder = HistoryRecorder.ofOneThread();
    recorder.invoke(1, new Action.Get("k")).ok(Answer.NIL);
    recorder.invoke(1, new Action.Set("k", "é\n\0\"")).ok(Answer.DONE);
    recorder.invoke(1, new Action.SetIfAbsent("k", "v")).ok(Answer.NO);
    recorder.invoke(1, new Action.GetSet("k", "v")).ok(new Answer.Text("é\n\0\""));
    recorder.invoke(1, new Action.Delete("k")).failed();
    recorder.invoke(1, new Action.Increment("k", -5)).ok(new Answer.Number(Long.MIN_VALUE));
    recorder.invoke(1, new Action.Append("l", "1")).unknown();
    HistoryRecorder.Invocation left = recorder.invoke(2, new Action.ReadList("l"));
    recorder.invoke(3, new Action.Add("s", "1")).ok(Answer.YES);
    recorder.invoke(3, new Action.ReadSet("s")).ok(new Answer.Elements(List.of("1", "2")));
    recorder.invoke(3, new Action.Transaction(List.of(new Action.Append("l", "2"), new Action.ReadList("m"))))
        .ok(new Answer.Several(List.of(new Answer.Number(1), new Answer.Elements(List.of()))));
    recorder.invoke(3, new Action.Transfer("a", "b", 7)).ok(Answer.DONE);
    left.ok(new Answer.Elements(List.of("1")));
    recorder.invoke(3, new Action.ReadBalances()).ok(new Answer.Balances(Map.of("a", 1L, "b", -1L)));
    recorder.invoke(4, new Action.Get("k"));
    StringWriter out = new StringWriter();
    HistoryFile.write(recorder.history(), out);
    History read = HistoryFile.read(new StringReader(out.toString()));
    StringWriter again = new StringWriter();
    HistoryFile.write(read, again);
    assertEquals(out.toString(), again.toString());
    for (int i = 0; i < read.size(); i++) {
      Operation before = recorder.history().operations().get(i);
      assertEquals(before.action(), read.operations().get(i).action());
      assertEquals(before.outcome(), read.operations().get(i).outcome());
      assertEquals(before.process(), read.operations().get(i).process());
    }
    assertTrue(
        out.toString().startsWith(HEAD + "{\"op\":0,\"event\":\"invoke\",\"process\":1,\"action\":[\"GET\",\"k\"]}\n"
            + "{\"op\":0,\"event\":\"ok\",\"answer\":null}\n"),
        out::toString);
  }

  @Test
  void aFileThatIsNotAHistoryIsRefusedWithTheLine() {
    String invoked = HEAD + "{\"op\":0,\"event\":\"invoke\",\"process\":1,\"action\":[\"GET\",\"k\"]}\n";
    refused("is empty", "");
    refused("line 1", "{\"format\":\"other\",\"version\":1}\n");
    refused("line 2", HEAD + "{\"op\":0,\"eve");
    refused("line 2 of the history: no such action",
        HEAD + "{\"op\":0,\"event\":\"invoke\",\"process\":1,\"action\":[\"GET\"]}");
    refused("no such action", HEAD + "{\"op\":0,\"event\":\"invoke\",\"process\":1}");
    refused("\"process\"", HEAD + "{\"op\":0,\"event\":\"invoke\",\"action\":[\"GET\",\"k\"]}");
    refused("line 2 of the history: completed, but not under way", HEAD + "{\"op\":0,\"event\":\"failed\"}");
    refused("line 3 of the history: no such answer", invoked + "{\"op\":0,\"event\":\"ok\"}");
    refused("no such answer", invoked + "{\"op\":0,\"event\":\"ok\",\"answer\":1.5}");
    refused("no such event", invoked + "{\"op\":0,\"event\":\"maybe\"}");
    refused("invoked twice", invoked + invoked.substring(HEAD.length()));
  }

  private static void refused(String why, String text) {
    String message = assertThrows(HistoryRefused.class, () -> HistoryFile.read(new StringReader(text))).getMessage();
    assertTrue(message.contains(why), message);
  }
}
