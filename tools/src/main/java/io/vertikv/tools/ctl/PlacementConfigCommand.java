package io.vertikv.tools.ctl;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code vertikv ctl config}. */
@Command(name = "config", description = "Print the settings of placement, which hold in the whole cluster; or change one.")
final class PlacementConfigCommand implements Callable<Integer> {
  @ParentCommand
  private CtlCommand ctl;

  @Override
  public Integer call() throws InterruptedException {
    return PlacementAsk.show(ctl, "config", PlacementConfigCommand::print);
  }

  private static void print(JsonObject said, PrintWriter out) {
    Table table = new Table("setting", "value", "default", "meaning");
    PlacementAsk.each(said.getJsonArray("settings"), each -> table.row(each.getString("setting"),
        each.getLong("value"), each.getLong("default"), each.getString("meaning")));
    table.print(out);
  }

  @Command(name = "set", description = "Change a setting while the cluster runs.")
  int set(@Parameters(index = "0", paramLabel = "SETTING") String setting,
      @Parameters(index = "1", paramLabel = "VALUE") long value) throws InterruptedException {
    return PlacementAsk.change(ctl, "config?" + PlacementAsk.encoded(setting) + "=" + value);
  }
}
