package io.vertikv.resp.admin;

import io.vertikv.resp.cluster.ClusterHandlers;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.session.SessionCommand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The code of {@code ServerCommands}, by the names of the table. */
public final class AdminCommands {
  private AdminCommands() {}

  public static Map<String, SessionCommand> all(ServerFacts facts) {
    Map<String, SessionCommand> all = new HashMap<>();
    all.put("INFO", new InfoCommand(facts));
    all.putAll(CommandCommands.all(CommandHints.load()));
    all.putAll(ConfigCommands.all(facts));
    all.putAll(StatusCommands.all(facts));
    all.putAll(SlowLogCommands.all());
    all.putAll(LatencyCommands.all());
    all.putAll(MemoryCommands.all(facts));
    all.putAll(ClusterHandlers.all(facts::cluster));
    all.put("DEBUG", DebugCommand::run);
    return Map.copyOf(all);
  }

  /** What a container's HELP answers. */
  static SessionCommand help(String... lines) {
    Reply reply = Reply.array(List.of(lines).stream().map(Reply::simple).toList());
    return (session, args) -> reply;
  }
}
