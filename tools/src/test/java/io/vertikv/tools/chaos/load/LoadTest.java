package io.vertikv.tools.chaos.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.tools.crash.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LoadTest {
  private static final int ERA_MILLIS = 100;
  /** Late enough that readings before and after see it. */
  private static final int WHICH = 20;
  private static final int ENOUGH = 1_000;

  @TempDir
  private Path folder;
  private final TinyServer server = new TinyServer();

  @Test
  void anHonestServerIsBelieved() throws Exception {
    Load.Report report = run(WorkloadKind.ALL, server.honest());
    assertEquals(List.of(), report.problems());
    assertEquals(WorkloadKind.ALL.size(), report.held().size());
    assertTrue(report.held().values().stream().allMatch(eras -> eras >= 1), report::toString);
    assertTrue(report.settled() > 0);
  }

  @Test
  void aLostIncrementIsNoticed() throws Exception { assertNoticed(WorkloadKind.COUNTERS, losing("INCR", "1")); }

  @Test
  void aLostSetIsNoticed() throws Exception {
    // Only one that nobody overwrites unseen must be noticed, so all are lost from some time on.
    AtomicInteger sets = new AtomicInteger();
    assertNoticed(WorkloadKind.REGISTERS, server.opener((commands, truth) -> {
      boolean lost = commands.getFirst().size() == 3 && commands.getFirst().getFirst().equals("SET")
          && sets.incrementAndGet() > WHICH;
      return lost ? List.of(new Answer.Text("OK")) : truth.apply(server, commands);
    }));
  }

  @Test
  void anAppendThatHappensTwiceIsNoticed() throws Exception {
    assertNoticed(WorkloadKind.LISTS, twice("RPUSH"));
  }

  @Test
  void anIncrementThatHappensTwiceIsNoticed() throws Exception { assertNoticed(WorkloadKind.COUNTERS, twice("INCR")); }

  @Test
  void halfATransferIsNoticed() throws Exception {
    AtomicInteger transfers = new AtomicInteger();
    assertNoticed(WorkloadKind.BANK, server.opener((commands, truth) -> {
      if (commands.size() != 4 || transfers.incrementAndGet() != WHICH) return truth.apply(server, commands);
      truth.apply(server, List.of(commands.get(1)));
      return List.of(new Answer.Text("OK"), new Answer.Text("QUEUED"), new Answer.Text("QUEUED"),
          new Answer.Items(List.of(new Answer.Number(1), new Answer.Number(1))));
    }));
  }

  @Test
  void anErrorThatPromisesNothingIsAProblemOfItsOwn() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Load.Report report = run(List.of(WorkloadKind.COUNTERS), server.opener((commands, truth) -> asked
        .incrementAndGet() == WHICH ? List.of(new Answer.Failure("ERR internal")) : truth.apply(server, commands)));
    assertEquals(1, report.problems().size(), report::toString);
    assertTrue(report.problems().getFirst().contains("ERR internal"), report::toString);
  }

  @Test
  void whatWasRefusedOrIsUnknownIsNoProblem() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Load.Report report = run(WorkloadKind.ALL,
        server.opener((commands, truth) -> switch (asked.incrementAndGet() % 30) {
          case 0 -> List.of(new Answer.Failure("TRYAGAIN no leader"));
          case 1 -> List.of(new Answer.Failure("UNKNOWN not done"));
          case 2 -> {
            truth.apply(server, commands);
            yield List.of(new Answer.Failure("UNKNOWN done all the same"));
          }
          default -> truth.apply(server, commands);
        }));
    assertEquals(List.of(), report.problems());
  }

  @Test
  void clientsOfABrokenConnectionGoOnElsewhere() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    Session.Opener honest = server.honest();
    Load load = Load.start(plan(WorkloadKind.ALL), doors(), port -> {
      if (port == 1 && opened.incrementAndGet() > 1) throw new IOException("nobody there");
      Session session = honest.open(port);
      return port == 1 ? new BreakingSession(session) : session;
    });
    server.awaitAsked(ENOUGH);
    assertTrue(load.meter().lost() > 0);
    assertEquals(List.of(), load.finish().problems());
  }

  @Test
  void nobodyStaysWhereTheDoorIsShut() throws Exception {
    Doors doors = doors();
    Load load = Load.start(plan(WorkloadKind.ALL), doors, server.honest());
    server.awaitAsked(ENOUGH);
    doors.shut(0);
    server.awaitAsked(ENOUGH);
    int before = server.askedAt(1);
    server.awaitAsked(ENOUGH);
    assertEquals(before, server.askedAt(1));
    assertEquals(0, doors.visitors(0));
    assertEquals(List.of(), load.finish().problems());
    assertEquals(0, load.meter().lost());
  }

  private Session.Opener losing(String command, String answer) {
    AtomicInteger asked = new AtomicInteger();
    return server.opener((commands, truth) -> {
      boolean lost = commands.getFirst().getFirst().equals(command) && asked.incrementAndGet() == WHICH;
      return lost ? List.of(new Answer.Number(Long.parseLong(answer))) : truth.apply(server, commands);
    });
  }

  private Session.Opener twice(String command) {
    AtomicInteger asked = new AtomicInteger();
    return server.opener((commands, truth) -> {
      if (commands.getFirst().getFirst().equals(command) && asked.incrementAndGet() == WHICH)
        truth.apply(server, commands);
      return truth.apply(server, commands);
    });
  }

  /** The history that shows it is kept. */
  private void assertNoticed(WorkloadKind kind, Session.Opener opener) throws Exception {
    Load.Report report = run(List.of(kind), opener);
    assertFalse(report.problems().isEmpty());
    try (Stream<Path> files = Files.list(folder)) {
      assertTrue(files.map(Path::toString).anyMatch(name -> name.endsWith(".jsonl")), report::toString);
    }
  }

  private Load.Report run(List<WorkloadKind> workloads, Session.Opener opener) throws Exception {
    Load load = Load.start(plan(workloads), doors(), opener);
    server.awaitAsked(ENOUGH);
    return load.finish();
  }

  private LoadPlan plan(List<WorkloadKind> workloads) {
    return new LoadPlan(4, 4_000, workloads, ERA_MILLIS, 1, folder);
  }

  private static Doors doors() {
    Doors doors = new Doors(2);
    doors.open(0, 1);
    doors.open(1, 2);
    return doors;
  }

  /** Answers once. */
  private static final class BreakingSession implements Session {
    private final Session session;
    private boolean broken;

    BreakingSession(Session session) { this.session = session; }

    @Override
    public List<Answer> ask(List<List<String>> commands) throws IOException {
      List<Answer> answers = session.ask(commands);
      if (broken) throw new IOException("broken");
      broken = true;
      return answers;
    }

    @Override
    public void close() { session.close(); }
  }
}
