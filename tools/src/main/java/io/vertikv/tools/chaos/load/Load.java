package io.vertikv.tools.chaos.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All clients, era after era, until {@link #finish}. The seed decides what each client asks, one after the other; which
 * clients come first is up to the machine.
 */
public final class Load {
  /** Eras that are over and not judged yet; beyond these the present one goes on. */
  private static final int UNJUDGED_MAX = 3;
  private static final int JUDGING_MINUTES_MAX = 10;

  /**
   * @param held by workload, how many eras its checker has confirmed
   * @param settled how many keys were read again at the end
   */
  public record Report(Map<String, Integer> held, int settled, List<String> problems) {}

  private final LoadPlan plan;
  private final Doors doors;
  private final Session.Opener opener;
  private final Meter meter = new Meter(System.nanoTime());
  private final Judge judge;
  private final List<Thread> clients = new ArrayList<>();
  private final ExecutorService judging = Executors
      .newSingleThreadExecutor(Thread.ofPlatform().name("judge").factory());
  private final ScheduledExecutorService calendar = Executors
      .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("eras").factory());
  private final AtomicInteger unjudged = new AtomicInteger();
  private Era present;
  private volatile boolean ending;

  private Load(LoadPlan plan, Doors doors, Session.Opener opener) {
    this.plan = plan;
    this.doors = doors;
    this.opener = opener;
    this.judge = new Judge(new PatientReader(doors, opener), plan.folder());
  }

  public static Load start(LoadPlan plan, Doors doors, Session.Opener opener) {
    Load load = new Load(plan, doors, opener);
    load.begin();
    return load;
  }

  private void begin() {
    present = era(0);
    SplittableRandom seeds = new SplittableRandom(plan.seed());
    for (int i = 0; i < plan.clients(); i++)
      clients.add(Thread.ofPlatform().name("client " + i).start(new LoadClient(i, this, seeds.split(), present)));
    calendar.scheduleWithFixedDelay(this::turn, plan.eraMillis(), plan.eraMillis(), TimeUnit.MILLISECONDS);
  }

  private Era era(int number) {
    Era era = new Era(number, plan.workloads(), plan.clients());
    unjudged.incrementAndGet();
    era.over().thenAcceptAsync(judge::judge, judging).whenComplete((done, failure) -> {
      unjudged.decrementAndGet();
      if (failure != null) judge.failed(era, failure);
    });
    return era;
  }

  private void turn() {
    if (unjudged.get() > UNJUDGED_MAX) return;
    Era next = era(present.number() + 1);
    present.follow(next);
    present = next;
  }

  public Meter meter() { return meter; }

  /** What was found so far. */
  public List<String> problems() {
    List<String> all = new ArrayList<>(meter.strange());
    all.addAll(judge.problems());
    return all;
  }

  /** Stops the clients, has the rest judged, and reads again what had settled. The servers must be well by now. */
  public Report finish() throws InterruptedException {
    calendar.shutdownNow();
    if (!calendar.awaitTermination(1, TimeUnit.MINUTES)) throw new IllegalStateException("the calendar goes on");
    ending = true;
    for (Thread client : clients) client.join();
    judging.shutdown();
    boolean judged = judging.awaitTermination(JUDGING_MINUTES_MAX, TimeUnit.MINUTES);
    if (judged) judge.audit();
    List<String> problems = new ArrayList<>(problems());
    if (!judged) problems.add("not all of the history was judged in " + JUDGING_MINUTES_MAX + " minutes");
    return new Report(judge.held(), judge.settled(), problems);
  }

  /** Stops the clients and forgets what they saw; for a trial that cannot be finished. Harmless after {@link #finish}. */
  public void abandon() {
    calendar.shutdownNow();
    ending = true;
    clients.forEach(Thread::interrupt);
    judging.shutdownNow();
  }

  LoadPlan plan() { return plan; }

  Doors doors() { return doors; }

  Session.Opener opener() { return opener; }

  boolean ending() { return ending; }
}
