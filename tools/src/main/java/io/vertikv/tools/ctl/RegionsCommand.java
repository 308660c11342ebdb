package io.vertikv.tools.ctl;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code vertikv ctl regions}. */
@Command(name = "regions", description = "Print regions: range, leader, peers, size; of one also why nothing is done about it.")
final class RegionsCommand implements Callable<Integer> {
  @ParentCommand
  private CtlCommand ctl;
  @ArgGroup
  private Choice choice;

  /** One of them. */
  static final class Choice {
    @Option(names = "--id", description = "The region with this id.")
    private Long id;
    @Option(names = "--key", description = "The region of this Redis key of database 0.")
    private String key;
    @Option(names = "--store", description = "Regions with a peer on this store.")
    private Long store;
    @Option(names = "--state", description = "down-peer, pending-peer, missing-peer, extra-peer, lost-store, joint, oversized, empty or silent.")
    private String state;
    @Option(names = "--hot", description = "The busiest first: read or write.")
    private String hot;

    String query() {
      if (id != null) return "?id=" + id;
      if (key != null) return "?key=" + PlacementAsk.encoded(key);
      if (store != null) return "?store=" + store;
      if (state != null) return "?state=" + PlacementAsk.encoded(state);
      return "?hot=" + PlacementAsk.encoded(hot);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    return PlacementAsk.show(ctl, "regions" + (choice == null ? "" : choice.query()), RegionsCommand::print);
  }

  private static void print(JsonObject said, PrintWriter out) {
    boolean one = said.containsKey("region");
    Table table = new Table("region", "start", "end", "version", "leader", "size", "keys", "peers");
    PlacementAsk.each(one ? new JsonArray().add(said) : said.getJsonArray("regions"), region -> table.row(
        region.getLong("region"), edge(region.getString("start")), edge(region.getString("end")),
        region.getLong("version") + "." + region.getLong("confVersion"), "store " + region.getLong("leaderStore"),
        Table.size(region.getLong("bytes")), region.getLong("keys"), peers(region.getJsonArray("peers"))));
    table.print(out);
    if (one) {
      out.println();
      said.getJsonArray("explain").forEach(out::println);
    } else if (said.getLong("gaps") > 0) {
      out.println();
      out.println(said.getLong("gaps") + " ranges have not been reported by any leader");
    }
  }

  private static String edge(String hex) { return hex.isEmpty() ? "-" : hex; }

  /** {@code 2@1 4@2 6@3:learner}. */
  private static String peers(JsonArray peers) {
    StringJoiner all = new StringJoiner(" ");
    PlacementAsk.each(peers, peer -> all.add(peer.getLong("peer") + "@" + peer.getLong("store")
        + (peer.getString("role").equals("voter") ? "" : ":" + peer.getString("role"))
        + (peer.getString("health").equals("good") ? "" : ":" + peer.getString("health"))));
    return all.toString();
  }
}
