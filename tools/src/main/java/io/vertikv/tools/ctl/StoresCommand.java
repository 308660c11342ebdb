package io.vertikv.tools.ctl;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code vertikv ctl stores}. */
@Command(name = "stores", description = "Print the stores with their states and what they hold, or change what is wanted of one.")
final class StoresCommand implements Callable<Integer> {
  @ParentCommand
  private CtlCommand ctl;

  @Override
  public Integer call() throws InterruptedException { return PlacementAsk.show(ctl, "stores", StoresCommand::print); }

  private static void print(JsonObject said, PrintWriter out) {
    Table table = new Table("store", "state", "leaders", "regions", "holds", "free", "silent", "address", "clients",
        "labels");
    PlacementAsk.each(said.getJsonArray("stores"), store -> {
      JsonObject disk = store.getJsonObject("disk", new JsonObject());
      String labels = store.getJsonObject("labels").stream().map(each -> each.getKey() + "=" + each.getValue())
          .collect(Collectors.joining(","));
      table.row(store.getLong("store"), store.getString("state") + (store.getBoolean("draining") ? ", drained" : ""),
          store.getLong("leaders"), store.getLong("regions"), Table.size(store.getLong("bytes")),
          disk.containsKey("available") ? Table.size(disk.getLong("available")) : "",
          store.getLong("silentMillis") / 1000 + " s", store.getString("address"), store.getString("clientAddress"),
          labels);
    });
    table.print(out);
  }

  @Command(name = "drain", description = "Let a store keep its replicas and lead nothing, for a restart say.")
  int drain(@Parameters(paramLabel = "STORE") long store) throws InterruptedException {
    return PlacementAsk.change(ctl, "stores/drain?store=" + store);
  }

  @Command(name = "undrain", description = "Let a drained store lead again.")
  int undrain(@Parameters(paramLabel = "STORE") long store) throws InterruptedException {
    return PlacementAsk.change(ctl, "stores/undrain?store=" + store);
  }

  @Command(name = "remove", description = "Move all replicas of a store elsewhere, and then let it go for good.")
  int remove(@Parameters(paramLabel = "STORE") long store,
      @Option(names = "--yes", description = "Do it.") boolean yes) throws InterruptedException {
    return PlacementAsk.change(ctl, "stores/remove?store=" + store, yes,
        "store " + store + " loses its replicas, and can never come back once it is removed");
  }

  @Command(name = "keep", description = "Think better of a removal that is under way.")
  int keep(@Parameters(paramLabel = "STORE") long store) throws InterruptedException {
    return PlacementAsk.change(ctl, "stores/keep?store=" + store);
  }

  @Command(name = "forget", description = "Strike a removed store from the record.")
  int forget(@Parameters(paramLabel = "STORE") long store,
      @Option(names = "--yes", description = "Do it.") boolean yes) throws InterruptedException {
    return PlacementAsk.change(ctl, "stores/forget?store=" + store, yes,
        "nothing will remember that store " + store + " was removed");
  }

  @Command(name = "labels", description = "Set where a store stands: zone=a,rack=7. Nothing: no labels.")
  int labels(@Parameters(index = "0", paramLabel = "STORE") long store,
      @Parameters(index = "1", paramLabel = "NAME=VALUE,...", defaultValue = "") String labels)
      throws InterruptedException {
    return PlacementAsk.change(ctl, "stores/labels?store=" + store + "&labels=" + PlacementAsk.encoded(labels));
  }
}
