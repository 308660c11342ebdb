package io.vertikv.tools.chaos.load;

import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.HistoryRecorder;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Reads at the end of an era: asks one node after the other until one answers. Only for what changes nothing. */
final class PatientReader {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);
  private static final int PAUSE_MILLIS = 50;
  private static final int PROCESS = 1_000_000;

  private final Doors doors;
  private final Session.Opener opener;
  private int node;
  private Session session;

  PatientReader(Doors doors, Session.Opener opener) {
    this.doors = doors;
    this.opener = opener;
  }

  /** Empty when nobody has answered for two minutes. */
  Optional<Answer> ask(Request request, HistoryRecorder recorder) throws InterruptedException {
    long beganNanos = System.nanoTime();
    while (System.nanoTime() - beganNanos < PATIENCE_NANOS) {
      Optional<Answer> answer = tryOnce(request, recorder);
      if (answer.isPresent()) return answer;
      close();
      node = doors.after(node);
      Thread.sleep(PAUSE_MILLIS);
    }
    return Optional.empty();
  }

  /** A reading without an answer changes nothing and needs no place in the history. */
  private Optional<Answer> tryOnce(Request request, HistoryRecorder recorder) {
    HistoryRecorder.Invocation invocation = recorder.invoke(PROCESS, request.action());
    try {
      if (session == null) session = opener.open(doors.port(node));
      if (Fate.of(request, session.ask(request.commands())) instanceof Fate.Done(Answer answer)) {
        invocation.ok(answer);
        return Optional.of(answer);
      }
    } catch (IOException broken) {
      close();
    }
    invocation.failed();
    return Optional.empty();
  }

  void close() {
    if (session != null) session.close();
    session = null;
  }
}
