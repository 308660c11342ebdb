package io.vertikv.tools.crash;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Rounds on one data folder, each: load from several connections, the end of the node in the midst of it (mostly SIGKILL,
 * now and then SIGTERM), in some rounds more kills while it recovers, a start, and the audit of everything that is there,
 * earlier rounds included. Kills happen when a number of writes has been acknowledged, which the seed says, and a moment
 * later, so that they fall within a pipeline, a write of the log or a flush.
 */
public final class CrashTest {
  private static final int PROBLEMS_SHOWN_MAX = 10;

  private final CrashPlan plan;
  private final Class<?> mainClass;
  private final PrintWriter out;
  private final Path data;
  private final Path output;
  private Contents contents = Contents.NOTHING;
  private NodeProcess node;
  private int port;
  private int rounds;
  private int kills;
  private int startKills;
  private long acknowledged;
  private long unknown;
  /** How long the last start took; the first is a guess. */
  private long startNanos = TimeUnit.SECONDS.toNanos(2);

  private CrashTest(CrashPlan plan, Class<?> mainClass, PrintWriter out) {
    this.plan = plan;
    this.mainClass = mainClass;
    this.out = out;
    this.data = plan.folder().resolve("data");
    this.output = plan.folder().resolve("node.log");
  }

  /** The main class is the one that understands {@code start}. Prints a line for each round. */
  public static CrashReport run(CrashPlan plan, Class<?> mainClass, PrintWriter out)
      throws IOException, InterruptedException {
    return new CrashTest(plan, mainClass, out).run();
  }

  private CrashReport run() throws IOException, InterruptedException {
    out.println("crash test, seed " + plan.seed() + ": " + plan.kills() + " kills, sync = " + plan.sync() + ", in "
        + plan.folder());
    List<String> problems = new ArrayList<>();
    try {
      Round first = Round.draw(plan, 0);
      killWhileStarting(first, new Random(plan.seed()).nextDouble());
      start(first, System.nanoTime());
      while (kills < plan.kills() && problems.isEmpty()) problems.addAll(round(Round.draw(plan, rounds++)));
    } catch (CrashTestFailed failed) {
      problems.add("round " + rounds + ": " + failed.getMessage());
    } finally {
      if (node != null) node.close();
    }
    problems.stream().limit(PROBLEMS_SHOWN_MAX).forEach(out::println);
    if (!problems.isEmpty())
      out.println("FAILED with seed " + plan.seed() + "; data and output are in " + plan.folder()
          + "; once more: " + plan.replay());
    out.flush();
    return new CrashReport(rounds, kills, startKills, acknowledged, unknown, contents.keys().size(), problems);
  }

  private List<String> round(Round round) throws IOException, InterruptedException {
    List<Journal> journals = loadUntilTheEnd(round);
    long endedNanos = System.nanoTime();
    for (double part : round.startKills()) {
      killWhileStarting(round, part);
      endedNanos = System.nanoTime();
    }
    String back = start(round, endedNanos);
    long auditNanos = System.nanoTime();
    Contents now = Contents.read(port);
    Audit audit = Audit.of(contents, journals, now);
    contents = now;
    acknowledged += audit.acknowledged();
    unknown += audit.unknown();
    out.printf(
        "%-9s round %d, %d of %d kills, %d more at start: %d acknowledged, %d unknown of which %d happened, %d keys; %s; audit %s%n",
        round.signal(), round.number(), kills, plan.kills(),
        round.startKills().size(), audit.acknowledged(), audit.unknown(), audit.happened(),
        now.keys().size(), back, seconds(auditNanos, System.nanoTime()));
    out.flush();
    return audit.problems();
  }

  /** Returns what each connection knows, when the process is gone. */
  private List<Journal> loadUntilTheEnd(Round round) throws InterruptedException {
    Gauge gauge = new Gauge(round.acknowledgements());
    Random seeds = new Random(round.loadSeed());
    try (ExecutorService clients = Executors.newFixedThreadPool(plan.connections())) {
      List<Future<Journal>> journals = new ArrayList<>();
      for (int connection = 0; connection < plan.connections(); connection++) {
        Random random = new Random(seeds.nextLong());
        Load load = new Load(random, round.number(), connection);
        journals.add(clients.submit(new LoadConnection(port, load, random, gauge)));
      }
      try {
        gauge.await();
        if (node.endsWithin(round.delayMicros())) throw new CrashTestFailed("the node ended by itself, see " + output);
        gauge.end();
        end(round.signal());
      } finally {
        node.kill(); // clients stop only when their connections break
      }
      return joined(journals);
    }
  }

  private void end(Round.Signal signal) throws InterruptedException {
    switch (signal) {
      case KILL -> {
        kills++;
        node.kill();
      }
      case TERMINATE -> {
        int code = node.terminate();
        if (code != 0) throw new CrashTestFailed("SIGTERM ended the node with code " + code + ", see " + output);
      }
    }
  }

  private static List<Journal> joined(List<Future<Journal>> clients) throws InterruptedException {
    List<Journal> journals = new ArrayList<>();
    for (Future<Journal> client : clients) {
      try {
        journals.add(client.get());
      } catch (ExecutionException failed) {
        throw new CrashTestFailed("a client under load", failed.getCause());
      }
    }
    return journals;
  }

  /** Kills a start after this part of the time that the last whole start took. */
  private void killWhileStarting(Round round, double part) throws IOException, InterruptedException {
    node = launch(round);
    startKills++;
    if (node.endsWithin(TimeUnit.NANOSECONDS.toMicros((long) (startNanos * part))))
      throw new CrashTestFailed("the node did not start, see " + output);
    node.kill();
  }

  /** Returns how long it took from the end of the process before. */
  private String start(Round round, long endedNanos) throws IOException, InterruptedException {
    node = launch(round);
    port = node.awaitPort();
    try (RespWire wire = RespWire.connect(port)) {
      if (!wire.ask("PING").equals(new Answer.Text("PONG"))) throw new CrashTestFailed("PING was not answered PONG");
      long pongNanos = System.nanoTime();
      startNanos = pongNanos - endedNanos;
      if (wire.ask("GET", Kind.COUNTER.key(0)) instanceof Answer.Failure refused)
        throw new CrashTestFailed("GET was answered " + refused.message());
      return "back after " + seconds(endedNanos, pongNanos) + " (PONG), " + seconds(endedNanos, System.nanoTime())
          + " (GET)";
    }
  }

  private NodeProcess launch(Round round) throws IOException {
    List<String> settings = new ArrayList<>(List.of("--sync", plan.sync()));
    settings.addAll(round.settings());
    return NodeProcess.launch(mainClass, data, output, settings);
  }

  private static String seconds(long fromNanos, long toNanos) {
    return "%.2f s".formatted((toNanos - fromNanos) / 1e9);
  }
}
