package io.vertikv.tools.sim;

import io.vertikv.tools.ExitCode;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code vertikv sim}: runs seeds, and does one again. */
@Command(name = "sim", hidden = true, sortOptions = false, header = "Simulate a cluster in virtual time and check what must hold.", description = "Runs the code that ships on one thread, with a lossy network, disks that forget, drifting clocks and crashes, "
    + "all drawn from a seed. The same seed does the same again.")
public final class SimCommand implements Callable<Integer> {
  private static final double NANOS_PER_HOUR = 3.6e12;
  private static final double NANOS_PER_SECOND = 1e9;

  @CommandLine.Spec
  private CommandSpec spec;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
  private boolean help;

  @Option(names = "--seed", paramLabel = "N", description = "The first seed. Default: a new one.")
  private Long seed;

  @Option(names = "--seeds", paramLabel = "COUNT", defaultValue = "1", description = "How many seeds, one after the other. Default: ${DEFAULT-VALUE}.")
  private int seeds;

  @Option(names = "--steps", paramLabel = "N", defaultValue = ""
      + SimPlan.STEPS, description = "Events before everything heals. Default: ${DEFAULT-VALUE}.")
  private long steps;

  @Option(names = "--trace", description = "Show the last lines of the trace, whatever happens.")
  private boolean text;

  @Option(names = "--mutation", paramLabel = "NAME", description = "Break the code in a named way and count the seeds until it is noticed; "
      + "\"all\": each in turn, \"list\": show them.")
  private String mutation;

  @Override
  public Integer call() {
    check(seeds > 0, "--seeds = " + seeds + ": must be at least 1");
    check(steps > 0, "--steps = " + steps + ": must be at least 1");
    PrintWriter out = spec.commandLine().getOut();
    long first = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
    int code = mutation == null ? explore(first, out) : sabotage(first, out);
    out.flush();
    return code;
  }

  private int explore(long first, PrintWriter out) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long startedNanos = threads.getCurrentThreadCpuTime();
    Totals totals = new Totals();
    for (long each = first; each < first + seeds; each++) {
      SimPlan plan = new SimPlan(each, steps, Mutation.NONE, text);
      SimResult result = SimRun.run(plan);
      totals.add(result);
      if (seeds == 1 || !result.held()) report(plan, result, out);
      if (!result.held()) return ExitCode.FAILED;
    }
    double seconds = (threads.getCurrentThreadCpuTime() - startedNanos) / NANOS_PER_SECOND;
    out.printf(Locale.ROOT, "%d seeds held: %d steps, %.2f virtual hours, %d commits, %d acknowledged, %d reads, "
        + "%d unknown; %.1f s of CPU: %.0f seeds and %.2f virtual hours a CPU minute%n", seeds, totals.steps,
        totals.nanos / NANOS_PER_HOUR, totals.committed, totals.acknowledged, totals.reads, totals.unknown, seconds,
        seeds * 60 / seconds, totals.nanos / NANOS_PER_HOUR * 60 / seconds);
    out.println("what happened: " + totals.happened);
    return ExitCode.OK;
  }

  private void report(SimPlan plan, SimResult result, PrintWriter out) {
    result.trace().forEach(out::println);
    out.printf(Locale.ROOT, "seed %d: %s; trace %016x, %d steps, %.2f virtual seconds, %d commits, %d acknowledged%n",
        plan.seed(), result.held() ? "everything held" : "VIOLATION: " + result.violation(), result.traceHash(),
        result.steps(), result.virtualNanos() / NANOS_PER_SECOND, result.committed(), result.acknowledged());
    if (!result.held()) out.println("again: " + plan.command());
  }

  private int sabotage(long first, PrintWriter out) {
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

  private boolean catches(Mutation each, long first, PrintWriter out) {
    int most = Math.max(seeds, 1);
    for (int i = 0; i < most; i++) {
      SimResult result = SimRun.run(new SimPlan(first + i, steps, each, text));
      if (result.held()) continue;
      if (text) result.trace().forEach(out::println);
      out.printf("%s: noticed after %d seeds: %s%n", each.option(), i + 1, result.violation());
      out.flush();
      return true;
    }
    out.printf("%s: NOT noticed in %d seeds%n", each.option(), most);
    out.flush();
    return false;
  }

  private void check(boolean right, String otherwise) {
    if (!right) throw new CommandLine.ParameterException(spec.commandLine(), otherwise);
  }

  private static final class Totals {
    private long steps;
    private long nanos;
    private long committed;
    private long acknowledged;
    private long reads;
    private long unknown;
    private final Map<String, Long> happened = new TreeMap<>();

    void add(SimResult result) {
      steps += result.steps();
      nanos += result.virtualNanos();
      committed += result.committed();
      acknowledged += result.acknowledged();
      reads += result.reads();
      unknown += result.unknown();
      result.happened().forEach((what, count) -> happened.merge(what, count, Long::sum));
    }
  }
}
