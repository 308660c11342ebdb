package io.vertikv.tools.ctl;

import io.vertikv.placement.tso.Timestamps;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code vertikv ctl timestamp}; asks nobody. */
@Command(name = "timestamp", description = "Print what a timestamp of the cluster means: the time, and the number within the millisecond.")
final class TimestampCommand implements Callable<Integer> {
  @ParentCommand
  private CtlCommand ctl;
  @Parameters(paramLabel = "TIMESTAMP")
  private long timestamp;

  @Override
  public Integer call() throws InterruptedException {
    return ctl.run(client -> {
      long millis = Timestamps.millis(timestamp);
      String time = Instant.ofEpochMilli(millis).toString();
      if (ctl.json()) {
        ctl.out().println(new JsonObject().put("timestamp", timestamp).put("time", time).put("millis", millis)
            .put("logical", Timestamps.logical(timestamp)).encodePrettily());
      } else {
        ctl.out().printf("%s, number %d%n", time, Timestamps.logical(timestamp));
      }
    });
  }
}
