package io.vertikv.tools.ctl;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code vertikv ctl split}. */
@Command(name = "split", description = "Let regions begin where you want them to. A region that begins there already is left alone.")
final class SplitCommand implements Callable<Integer> {
  private static final long PAUSE_MILLIS = 200;

  @ParentCommand
  private CtlCommand ctl;
  @ArgGroup(multiplicity = "1")
  private Choice choice;

  /** One of them. */
  static final class Choice {
    @Option(names = "--slot", paramLabel = "N", description = "A region shall begin with this slot of database 0, from 1 to 16383.")
    private Integer slot;
    @Option(names = "--key", paramLabel = "KEY", description = "A region shall begin with this Redis key of database 0.")
    private String key;
    @Option(names = "--even", paramLabel = "N", description = "Database 0 shall lie in N regions with about as many slots each; regions that are there stay.")
    private Integer even;
    @Option(names = "--region", paramLabel = "ID", description = "Cut this region in two where its leader sees fit.")
    private Long region;

    String query() {
      if (slot != null) return "?slot=" + slot;
      if (key != null) return "?key=" + PlacementAsk.encoded(key);
      if (even != null) return "?even=" + even;
      return "?id=" + region;
    }
  }

  @Override
  public Integer call() throws InterruptedException { return ctl.run(this::reach); }

  private void reach(AdminClient client) throws InterruptedException {
    long untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(ctl.seconds());
    while (true) {
      JsonObject said = client.reachPlacement("regions/split" + choice.query());
      JsonArray operators = said.getJsonArray("operators");
      for (int i = 0; i < operators.size(); i++) await(client, operators.getLong(i), untilNanos);
      if (said.getBoolean("done") || choice.region != null) break;
    }
    ctl.out().println("done");
  }

  private void await(AdminClient client, long operator, long untilNanos) throws InterruptedException {
    while (System.nanoTime() - untilNanos < 0) {
      Optional<JsonObject> found = find(client.placement("operators"), operator);
      if (found.isEmpty()) return;
      String status = found.get().getString("status");
      if (status.equals("succeeded") || status.equals("region-changed")) return;
      if (!status.equals("running"))
        throw new CtlFailed("region " + found.get().getLong("region") + " was not split: " + status
            + "; the log of its leader's node says why");
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new CtlFailed("not there after " + ctl.seconds() + " s; look at `vertikv ctl operators`");
  }

  /** Empty: another placement leader has come, which knows nothing of it. */
  private static Optional<JsonObject> find(JsonObject said, long operator) {
    List<JsonObject> all = new ArrayList<>();
    for (String part : List.of("running", "history")) PlacementAsk.each(said.getJsonArray(part), all::add);
    return all.stream().filter(each -> each.getLong("operator") == operator).findFirst();
  }
}
