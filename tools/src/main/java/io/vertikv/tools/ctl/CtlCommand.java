package io.vertikv.tools.ctl;

import io.vertikv.tools.ExitCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vertikv ctl}: status, members, add-peer, remove-peer, transfer-leader here; what placement knows and does in classes of its own. */
@Command(name = "ctl", sortOptions = false, header = "Look at a cluster and change its members.", synopsisSubcommandLabel = "COMMAND", subcommands = {StoresCommand.class, RegionsCommand.class, SplitCommand.class, OperatorsCommand.class, SchedulersCommand.class, PlacementConfigCommand.class, TimestampCommand.class})
public final class CtlCommand implements Callable<Integer> {
  private static final long PAUSE_MILLIS = 300;
  /** How long a store that was just started may take to become known to the others. */
  private static final long ARRIVAL_SECONDS = 10;

  @CommandLine.Spec
  private CommandSpec spec;
  @Option(names = "--admin", defaultValue = "127.0.0.1:9379", paramLabel = "HOST:PORT", scope = CommandLine.ScopeType.INHERIT, description = "Admin port of any node, by default ${DEFAULT-VALUE}.")
  private String admin;
  @Option(names = "--seconds", defaultValue = "300", scope = CommandLine.ScopeType.INHERIT, description = "How long to wait for a change, by default ${DEFAULT-VALUE}. The change may be asked for again later.")
  private long seconds;
  @Option(names = "--json", scope = CommandLine.ScopeType.INHERIT, description = "Print JSON instead of tables.")
  private boolean json;
  @Option(names = {"-h", "--help"}, usageHelp = true, scope = CommandLine.ScopeType.INHERIT, description = "Show this help.")
  private boolean help;

  @Override
  public Integer call() { throw new CommandLine.ParameterException(spec.commandLine(), "A command is needed."); }

  @Command(name = "status", description = "Print what the node knows of stores and groups, as JSON.")
  int status() throws InterruptedException {
    return run(client -> out().println(client.status().encodePrettily()));
  }

  @Command(name = "members", description = "Print the stores and who leads and follows on them, as a table.")
  int members() throws InterruptedException {
    return run(client -> {
      JsonObject status = client.status();
      if (json) out().println(status.encodePrettily());
      else table(status);
    });
  }

  @Command(name = "add-peer", description = "Give a running store a replica that votes.")
  int addPeer(@Parameters(paramLabel = "STORE") long store) throws InterruptedException {
    return run(client -> reach(client, "add-peer", store));
  }

  @Command(name = "remove-peer", description = "Take a store's replica away, whether the store runs or not.")
  int removePeer(@Parameters(paramLabel = "STORE") long store) throws InterruptedException {
    return run(client -> reach(client, "remove-peer", store));
  }

  @Command(name = "transfer-leader", description = "Let a store lead.")
  int transferLeader(@Parameters(paramLabel = "STORE") long store) throws InterruptedException {
    return run(client -> reach(client, "transfer-leader", store));
  }

  interface Work {
    void with(AdminClient client) throws InterruptedException;
  }

  boolean json() { return json; }

  int run(Work work) throws InterruptedException {
    try {
      work.with(new AdminClient(admin));
      out().flush();
      return ExitCode.OK;
    } catch (CtlFailed failure) {
      out().flush();
      spec.commandLine().getErr().println("vertikv: " + failure.getMessage());
      return ExitCode.FAILED;
    }
  }

  long seconds() { return seconds; }

  PrintWriter out() { return spec.commandLine().getOut(); }

  /** Asks for the goal until it is reached; a line whenever something new is said. */
  private void reach(AdminClient client, String action, long store) throws InterruptedException {
    long began = System.nanoTime();
    String last = "";
    while (true) {
      JsonObject said = client.act(action, store);
      String text = said.getString("text", "");
      if (!text.equals(last)) out().println(text);
      out().flush();
      last = text;
      long waited = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
      String state = said.getString("state", "");
      if (state.equals("done")) return;
      if (state.equals("refused") || state.equals("absent") && waited >= Math.min(seconds, ARRIVAL_SECONDS))
        throw new CtlFailed("refused: " + text);
      if (waited >= seconds)
        throw new CtlFailed(
            "not there after " + seconds + " s; it goes no further by itself, so run the command again");
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private void table(JsonObject status) {
    out().printf("cluster %s (%s), as store %d sees it%n%n", status.getString("cluster"), status.getString("clusterId"),
        status.getLong("store"));
    out().printf("%-8s %-28s %s%n", "store", "address", "connected");
    JsonArray stores = status.getJsonArray("stores");
    for (int i = 0; i < stores.size(); i++) {
      JsonObject store = stores.getJsonObject(i);
      out().printf("%-8d %-28s %s%n", store.getLong("store"), store.getString("address"),
          store.getBoolean("connected") ? "yes" : "no");
    }
    JsonArray groups = status.getJsonArray("groups");
    for (int i = 0; i < groups.size(); i++) group(groups.getJsonObject(i));
  }

  private void group(JsonObject group) {
    out().printf("%n%s (group %d): term %d, committed %d, led by store %d%n", group.getString("name"),
        group.getLong("group"), group.getLong("term"), group.getLong("commitIndex"), group.getLong("leaderStore"));
    out().printf("  %-8s %-8s %-8s %-12s %s%n", "peer", "store", "votes", "has", "answers");
    JsonArray members = group.getJsonArray("members");
    for (int i = 0; i < members.size(); i++) {
      JsonObject member = members.getJsonObject(i);
      boolean known = member.containsKey("matchedIndex");
      out().printf("  %-8d %-8d %-8s %-12s %s%n", member.getLong("peer"), member.getLong("store"),
          member.getBoolean("votes") ? "yes" : "learner", known ? member.getLong("matchedIndex").toString() : "",
          known ? member.getBoolean("answers") ? "yes" : "no" : "");
    }
  }
}
