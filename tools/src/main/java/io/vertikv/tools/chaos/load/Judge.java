package io.vertikv.tools.chaos.load;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.HistoryFile;
import io.vertikv.tools.check.HistoryRecorder;
import io.vertikv.tools.check.HistoryRefused;
import io.vertikv.tools.check.Operation;
import io.vertikv.tools.check.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Reads everything of an era that is over, and lets the checkers judge what was seen. What they have confirmed and what no
 * unknown write can change any more is kept, to be read once more at the very end: a write that was there after some
 * seconds can still be lost after an hour. One thread judges; problems may be asked for from any.
 */
final class Judge {
  private static final int SETTLED_MAX = 20_000;

  private record Settled(Request request, Answer answer) {}

  private final PatientReader reader;
  private final Path folder;
  private final List<Settled> settled = new ArrayList<>();
  private final Map<String, Integer> held = new TreeMap<>();
  private final Queue<String> problems = new ConcurrentLinkedQueue<>();

  Judge(PatientReader reader, Path folder) {
    this.reader = reader;
    this.folder = folder;
  }

  List<String> problems() { return List.copyOf(problems); }

  /** How many eras of each workload have held. */
  Map<String, Integer> held() {
    return held;
  }

  int settled() { return settled.size(); }

  void judge(Era era) {
    try {
      for (Era.Course course : era.courses()) judge(era, course);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      problems.add("era " + era.number() + " was not judged to the end");
    } finally {
      reader.close();
    }
  }

  void failed(Era era, Throwable failure) { problems.add("era " + era.number() + " could not be judged: " + failure); }

  private void judge(Era era, Era.Course course) throws InterruptedException {
    String name = course.workload().name();
    List<Settled> readings = new ArrayList<>();
    for (Request request : course.workload().closing()) {
      Optional<Answer> answer = reader.ask(request, course.recorder());
      if (answer.isEmpty())
        problems.add("no node answers " + request.commands() + " at the end of era " + era.number());
      else
        readings.add(new Settled(request, answer.get()));
    }
    History history = course.recorder().history();
    Verdict verdict = verdict(course.workload(), history);
    if (verdict.holds()) {
      held.merge(name, 1, Integer::sum);
      keep(readings, history);
    } else {
      problems.add("era " + era.number() + ", " + name + ": " + verdict + "\n  history: "
          + written(history, "era" + era.number() + "-" + name + ".jsonl"));
    }
  }

  /** An answer that is impossible may make a history that no checker takes: that is a violation, not an excuse. */
  private static Verdict verdict(Workload workload, History history) {
    try {
      return workload.judge(history);
    } catch (HistoryRefused refused) {
      return new Verdict.Undecided("the history is refused: " + refused.getMessage());
    }
  }

  private Path written(History history, String name) {
    Path file = folder.resolve(name);
    try (Writer out = Files.newBufferedWriter(file)) {
      HistoryFile.write(history, out);
      return file;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void keep(List<Settled> readings, History history) {
    Set<String> unsure = new HashSet<>();
    boolean anyUnsure = false;
    for (Operation operation : history.operations()) {
      if (!operation.isUnknown() || operation.action().onlyReads()) continue;
      anyUnsure = true;
      if (operation.action() instanceof Action.OnKey action) unsure.add(action.key());
    }
    for (Settled reading : readings) {
      boolean sure = reading.request().action() instanceof Action.OnKey action
          ? !unsure.contains(action.key())
          : !anyUnsure;
      if (sure && settled.size() < SETTLED_MAX) settled.add(reading);
    }
  }

  /** Everything that had settled must still be as it was. */
  void audit() throws InterruptedException {
    for (Settled reading : settled) {
      Optional<Answer> now = reader.ask(reading.request(), HistoryRecorder.ofManyThreads());
      if (now.isEmpty()) {
        problems.add("no node answers at the end of all");
        break;
      }
      if (!now.get().equals(reading.answer()))
        problems.add(reading.request().commands() + " was " + reading.answer() + " and is now " + now.get());
    }
    reader.close();
  }
}
