package io.vertikv.tools.bench;

import io.vertikv.tools.ExitCode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vertikv bench}: loads a server and says how it did. */
@Command(name = "bench", sortOptions = false, header = "Put load on a server that speaks RESP, and measure it.", description = {"", "Examples:", "  vertikv bench --load --test get,set", "  vertikv bench --mix get:80,set:20 --distribution zipf --clients 50 --pipeline 16", "  vertikv bench --test get --rate 50000        latencies at a fixed rate, from intended send times", "  vertikv bench --command 'HSET user:{n} name {value}' --requests 1000000", ""})
public final class BenchCommand implements Callable<Integer> {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec;

  @Option(names = {"-h", "--host"}, defaultValue = "127.0.0.1", description = "Server, by default ${DEFAULT-VALUE}.")
  private String host;
  @Option(names = {"-p", "--port"}, defaultValue = "6379", description = "Its port, by default ${DEFAULT-VALUE}.")
  private int port;
  @Option(names = "--user", defaultValue = "", description = "User to log in as.")
  private String user;
  @Option(names = {"-a", "--password"}, defaultValue = "", description = "Password.")
  private String password;
  @Option(names = "--resp", defaultValue = "2", description = "Version of the protocol: 2 or 3.")
  private int resp;
  @Option(names = {"-n", "--db"}, defaultValue = "0", description = "Database.")
  private int database;

  @Option(names = {"-t", "--test"}, split = ",", description = "Tests, run one after the other; get,set by default.")
  private List<String> tests = List.of();
  @Option(names = "--mix", description = "One test that mixes requests: get:80,set:20.")
  private String mix;
  @Option(names = "--command", description = "One test with this request; {key}, {n} (12 digits) and {value} are filled in. Words \";\" stand between several commands that are sent together and count as one request.")
  private String command;
  @Option(names = "--etcd", description = "Instead of a server that speaks RESP: put keys into etcd, by gRPC over HTTP/2 without TLS.")
  private boolean etcd;
  @Option(names = "--load", description = "First SET every key of the key space.")
  private boolean load;
  @Option(names = "--load-only", description = "Only that.")
  private boolean loadOnly;
  @Option(names = "--idle-connections", paramLabel = "N", description = "Instead of tests: open N connections and report the server's memory for each. Needs --server-pid.")
  private int idleConnections;

  @Option(names = {"-c", "--clients"}, defaultValue = "50", description = "Connections, by default ${DEFAULT-VALUE}.")
  private int clients;
  @Option(names = {"-P", "--pipeline"}, defaultValue = "1", description = "Requests that a client sends at once, by default ${DEFAULT-VALUE}.")
  private int pipeline;
  @Option(names = "--rate", defaultValue = "0", description = "Requests per second of all clients (open loop). 0: as fast as replies come (closed loop).")
  private long rate;
  @Option(names = "--threads", defaultValue = "1", description = "Event loops of the load generator, by default ${DEFAULT-VALUE}.")
  private int threads;
  @Option(names = {"-s", "--seconds"}, defaultValue = "10", description = "Length of a test, by default ${DEFAULT-VALUE}.")
  private double seconds;
  @Option(names = "--requests", defaultValue = "0", description = "Length of a test as a number of requests instead.")
  private long requests;
  @Option(names = "--warm-up", paramLabel = "SECONDS", defaultValue = "2", description = "Time before measuring, by default ${DEFAULT-VALUE}.")
  private double warmUp;

  @Option(names = {"-k", "--keys"}, defaultValue = "1000000", description = "Size of the key space, by default ${DEFAULT-VALUE}.")
  private long keys;
  @Option(names = "--key-size", defaultValue = "16", description = "Bytes of a key, by default ${DEFAULT-VALUE}.")
  private int keySize;
  @Option(names = {"-d", "--value-size"}, defaultValue = "128", description = "Bytes of a value, by default ${DEFAULT-VALUE}.")
  private int valueSize;
  @Option(names = "--distribution", defaultValue = "uniform", description = "Which keys: uniform, zipf, hot (always the same one) or sequential.")
  private String distribution;
  @Option(names = "--zipf-exponent", defaultValue = "0.99", description = "How uneven zipf is, by default ${DEFAULT-VALUE}.")
  private double zipfExponent;
  @Option(names = "--seed", defaultValue = "1", description = "Of everything random, by default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--server-pid", paramLabel = "PID", split = ",", description = "Process of the server on this machine, or several with commas between: reports their CPU time per request and their memory, summed up.")
  private List<Long> serverPids = List.of();
  @Option(names = "--json", description = "A JSON object for each test on standard output.")
  private boolean json;
  @Option(names = "--tsv", description = "Tab-separated values with a header line instead.")
  private boolean tsv;
  @Option(names = {"-q", "--quiet"}, description = "No progress on standard error.")
  private boolean quiet;
  @Option(names = "--help", usageHelp = true, description = "Show this help.")
  private boolean help;

  /** The command with the list of tests in its help. */
  public static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new BenchCommand());
    commandLine.getCommandSpec().usageMessage().optionListHeading("Options:%n")
        .footer("", "Tests:%n" + BenchTests.described());
    return commandLine;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      return run(out, new ProgressLine(spec.commandLine().getErr(), quiet, System.console() != null));
    } catch (IllegalArgumentException refused) {
      throw new CommandLine.ParameterException(spec.commandLine(), refused.getMessage(), refused);
    } catch (BenchFailed failure) {
      spec.commandLine().getErr().println("vertikv: " + failure.getMessage());
      return ExitCode.FAILED;
    }
  }

  private int run(PrintWriter out, ProgressLine progress) throws InterruptedException {
    Target target = target();
    LoadPlan plan = plan();
    List<Speech> speeches = speeches(plan.space());
    if (idleConnections > 0) {
      out.printf(Locale.ROOT, "%.0f bytes per idle connection%n",
          IdleConnections.bytesEach(target, idleConnections, serverPids.getFirst()));
      return ExitCode.OK;
    }
    BenchReport report = json ? BenchReport.JSON : tsv ? BenchReport.TSV : BenchReport.TABLE;
    if (!report.header().isEmpty()) out.println(report.header());
    long errors = 0;
    if (load || loadOnly) {
      RequestMix fill = RequestMix.only("load", RequestTemplate.parse("SET {key} {value}", plan.space()));
      errors += report(out, report, LoadRun.run(target, plan.filling(), fill, serverPids, progress));
    }
    if (!loadOnly) {
      for (Speech each : speeches)
        errors += report(out, report, LoadRun.run(target, plan, each, serverPids, progress));
    }
    return errors == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private static long report(PrintWriter out, BenchReport report, BenchResult result) {
    out.println(report.line(result));
    out.flush();
    return result.errors();
  }

  private Target target() {
    if (port < 1 || port > 65_535) throw new IllegalArgumentException("--port must be from 1 to 65535");
    if (resp != 2 && resp != 3) throw new IllegalArgumentException("--resp must be 2 or 3");
    if (idleConnections < 0 || idleConnections > LoadPlan.CLIENTS_MAX)
      throw new IllegalArgumentException("--idle-connections must be from 1 to " + LoadPlan.CLIENTS_MAX);
    if (idleConnections > 0 && serverPids.size() != 1)
      throw new IllegalArgumentException("--idle-connections needs --server-pid, one");
    return new Target(host, port, user, password, resp, database);
  }

  private LoadPlan plan() {
    return new LoadPlan(clients, pipeline, rate, threads, distribution(),
        new KeySpace(keys, keySize, valueSize, zipfExponent), seed, (long) (warmUp * NANOS), (long) (seconds * NANOS),
        requests);
  }

  private KeyDraw.Kind distribution() {
    for (KeyDraw.Kind kind : KeyDraw.Kind.values())
      if (kind.name().equalsIgnoreCase(distribution)) return kind;
    throw new IllegalArgumentException("--distribution must be one of uniform, zipf, hot, sequential");
  }

  private List<Speech> speeches(KeySpace space) {
    List<Speech> speeches = new ArrayList<>();
    if (etcd) return List.of(new EtcdPuts(space));
    for (String test : tests) speeches.add(BenchTests.test(test, space));
    if (mix != null) speeches.add(BenchTests.mix(mix, space));
    if (command != null) speeches.add(RequestMix.only(command, RequestTemplate.parse(command, space)));
    if (!speeches.isEmpty()) return speeches;
    return List.of(BenchTests.test("get", space), BenchTests.test("set", space));
  }
}
