package io.vertikv.tools.ctl;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What the commands about placement have in common: ask, and show as JSON or as tables. */
final class PlacementAsk {
  private PlacementAsk() {}

  static int show(CtlCommand ctl, String page, BiConsumer<JsonObject, PrintWriter> table) throws InterruptedException {
    return ctl.run(client -> {
      JsonObject said = client.placement(page);
      if (ctl.json()) ctl.out().println(said.encodePrettily());
      else table.accept(said, ctl.out());
    });
  }

  static int change(CtlCommand ctl, String page) throws InterruptedException {
    return ctl.run(client -> {
      client.changePlacement(page);
      ctl.out().println("done");
    });
  }

  /** For what cannot be taken back. */
  static int change(CtlCommand ctl, String page, boolean yes, String what) throws InterruptedException {
    if (yes) return change(ctl, page);
    return ctl.run(client -> {
      throw new CtlFailed(what + ": repeat the command with --yes if this is what you want");
    });
  }

  static void each(JsonArray all, Consumer<JsonObject> row) {
    for (int i = 0; i < all.size(); i++) row.accept(all.getJsonObject(i));
  }

  static String encoded(String value) { return URLEncoder.encode(value, StandardCharsets.UTF_8); }
}
