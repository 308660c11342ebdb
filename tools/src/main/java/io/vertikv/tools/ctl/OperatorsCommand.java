package io.vertikv.tools.ctl;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code vertikv ctl operators}. */
@Command(name = "operators", description = "Print what placement is doing and has done since its leader began, and why.")
final class OperatorsCommand implements Callable<Integer> {
  @ParentCommand
  private CtlCommand ctl;

  @Override
  public Integer call() throws InterruptedException {
    return PlacementAsk.show(ctl, "operators", OperatorsCommand::print);
  }

  private static void print(JsonObject said, PrintWriter out) {
    Table table = new Table("operator", "region", "kind", "status", "steps", "what", "why");
    for (String part : new String[]{"running", "history"}) {
      PlacementAsk.each(said.getJsonArray(part),
          each -> table.row(each.getLong("operator"), each.getLong("region"), each.getString("kind"),
              each.getString("status"), each.getLong("done") + "/" + each.getLong("steps"), each.getString("wish"),
              each.getString("reason")));
    }
    table.print(out);
  }
}
