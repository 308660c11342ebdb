package io.vertikv.tools.ctl;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code vertikv ctl schedulers}. */
@Command(name = "schedulers", description = "Print the schedulers and how often each was kept from acting, by reason; or switch one.")
final class SchedulersCommand implements Callable<Integer> {
  @ParentCommand
  private CtlCommand ctl;

  @Override
  public Integer call() throws InterruptedException {
    return PlacementAsk.show(ctl, "schedulers", SchedulersCommand::print);
  }

  private static void print(JsonObject said, PrintWriter out) {
    if (said.getBoolean("collecting"))
      out.printf("The placement leader has not heard of every region yet and schedules nothing.%n%n");
    Table table = new Table("scheduler", "runs", "started", "not because");
    PlacementAsk.each(said.getJsonArray("schedulers"),
        each -> table.row(each.getString("scheduler"), each.getBoolean("runs") ? "yes" : "paused",
            each.getLong("started"), each.getJsonObject("notBecause").stream()
                .map(reason -> reason.getKey() + " " + reason.getValue()).collect(Collectors.joining(", "))));
    table.print(out);
  }

  @Command(name = "pause", description = "Let a scheduler start nothing more; what is under way goes on.")
  int pause(@Parameters(paramLabel = "NAME") String name) throws InterruptedException {
    return PlacementAsk.change(ctl, "schedulers/pause?name=" + PlacementAsk.encoded(name));
  }

  @Command(name = "resume", description = "Let a scheduler run.")
  int resume(@Parameters(paramLabel = "NAME") String name) throws InterruptedException {
    return PlacementAsk.change(ctl, "schedulers/resume?name=" + PlacementAsk.encoded(name));
  }
}
