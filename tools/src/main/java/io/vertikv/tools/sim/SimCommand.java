package io.vertikv.tools.sim;

import io.vertikv.tools.ExitCode;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code vertikv sim}: runs seeds, and does one again. */
@Command(name = "sim", hidden = true, sortOptions = false, header = "Simulate a cluster in virtual time and check what must hold.", description = "Runs the code that ships on one thread, with a lossy network, disks that forget, drifting clocks and crashes, "
    + "all drawn from a seed. The same seed does the same again.")
public final class SimCommand implements Callable<Integer> {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long FOREVER_DAYS = 3_650;
  private static final int MUTATION_SEEDS = 500;

  @CommandLine.Spec
  private CommandSpec spec;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
  private boolean help;

  @Option(names = "--seed", paramLabel = "N", description = "The first seed. Default: a new one.")
  private Long seed;

  @Option(names = "--seeds", paramLabel = "COUNT", description = "How many seeds, one after the other. Default: 1; with --minutes as many as there is time for.")
  private Integer seeds;

  @Option(names = "--minutes", paramLabel = "M", description = "Begin no seed after so many minutes.")
  private Double minutes;

  @Option(names = "--threads", paramLabel = "N", defaultValue = "1", description = "How many seeds at the same time. Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Option(names = "--steps", paramLabel = "N", defaultValue = ""
      + SimPlan.STEPS, description = "Events before everything heals. Default: ${DEFAULT-VALUE}.")
  private long steps;

  @Option(names = "--trace", description = "Show the last lines of the trace, whatever happens.")
  private boolean text;

  @Option(names = "--mutation", paramLabel = "NAME", description = "Break the code in a named way and count the seeds until it is noticed; "
      + "\"all\": each in turn, \"list\": show them.")
  private String mutation;

  @Override
  public Integer call() throws InterruptedException {
    check(seeds == null || seeds > 0, "--seeds = " + seeds + ": must be at least 1");
    check(minutes == null || minutes > 0, "--minutes = " + minutes + ": must be more than 0");
    check(threads > 0, "--threads = " + threads + ": must be at least 1");
    check(steps > 0, "--steps = " + steps + ": must be at least 1");
    PrintWriter out = spec.commandLine().getOut();
    long first = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
    int code = mutation == null ? explore(first, out) : sabotage(first, out);
    out.flush();
    return code;
  }

  private int explore(long first, PrintWriter out) throws InterruptedException {
    long count = seeds != null ? seeds : minutes == null ? 1 : Integer.MAX_VALUE;
    if (count == 1) return once(first, out);
    out.printf("from seed %d on%n", first);
    out.flush();
    SeedSearch search = search(Mutation.NONE, first, count);
    Optional<SeedSearch.Failure> failure = search.run(threads);
    failure.ifPresent(broken -> report(broken.plan(), broken.result(), out));
    out.println(search.totals().text());
    return failure.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private int once(long seed, PrintWriter out) {
    SimPlan plan = new SimPlan(seed, steps, Mutation.NONE, text);
    SimResult result = SimRun.run(plan);
    report(plan, result, out);
    return result.held() ? ExitCode.OK : ExitCode.FAILED;
  }

  private SeedSearch search(Mutation broken, long first, long count) {
    long nanos = minutes == null ? TimeUnit.DAYS.toNanos(FOREVER_DAYS) : (long) (minutes * 60 * NANOS_PER_SECOND);
    return new SeedSearch(seed -> new SimPlan(seed, steps, broken, text), first, count, System.nanoTime() + nanos);
  }

  private void report(SimPlan plan, SimResult result, PrintWriter out) {
    result.trace().forEach(out::println);
    out.printf(Locale.ROOT, "seed %d: %s; trace %016x, %d steps, %.2f virtual seconds, %d commits, %d acknowledged%n",
        plan.seed(), result.held() ? "everything held" : "VIOLATION: " + result.violation(), result.traceHash(),
        result.steps(), result.virtualNanos() / NANOS_PER_SECOND, result.committed(), result.acknowledged());
    if (!result.held()) out.println("again: " + plan.command());
  }

  private int sabotage(long first, PrintWriter out) throws InterruptedException {
    if (mutation.equals("list")) {
      for (Mutation each : Mutation.values()) out.println(each.option());
      return ExitCode.OK;
    }
    boolean all = mutation.equals("all");
    boolean known = all || Arrays.stream(Mutation.values()).anyMatch(each -> each.option().equals(mutation));
    check(known, "--mutation = " + mutation + ": not one of those that --mutation list shows");
    boolean caught = true;
    for (Mutation each : Mutation.values()) {
      if (each != Mutation.NONE && (all || each.option().equals(mutation))) caught &= catches(each, first, out);
    }
    return caught ? ExitCode.OK : ExitCode.FAILED;
  }

  private boolean catches(Mutation each, long first, PrintWriter out) throws InterruptedException {
    int most = seeds == null ? MUTATION_SEEDS : seeds;
    Optional<SeedSearch.Failure> noticed = search(each, first, most).run(threads);
    if (noticed.isPresent()) {
      SimResult result = noticed.get().result();
      if (text) result.trace().forEach(out::println);
      out.printf("%s: noticed after %d seeds: %s%n", each.option(), noticed.get().plan().seed() - first + 1,
          result.violation().lines().findFirst().orElse(""));
    } else {
      out.printf("%s: NOT noticed in %d seeds%n", each.option(), most);
    }
    out.flush();
    return noticed.isPresent();
  }

  private void check(boolean right, String otherwise) {
    if (!right) throw new CommandLine.ParameterException(spec.commandLine(), otherwise);
  }
}
