package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.command.Command;
import io.vertikv.resp.command.CommandTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command table joined with the code of the session commands. Immutable. */
final class Routes {
  private final CommandTable table;
  /** In the table's order. */
  private final Route[] routes;
  /** Subcommands included, by their index. */
  private final List<Route> all = new ArrayList<>();

  Routes(CommandTable table, Map<String, SessionCommand> sessionCommands) {
    this.table = table;
    Map<String, SessionCommand> unused = new HashMap<>(sessionCommands);
    routes = table.all().stream().map(command -> container(command, sessionCommands, unused)).toArray(Route[]::new);
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException("session commands without a line in the table: " + unused.keySet());
    }
  }

  private Route container(Command command, Map<String, SessionCommand> code, Map<String, SessionCommand> unused) {
    SessionCommand own = code.get(command.name());
    unused.remove(command.name());
    List<Route> subcommands = new ArrayList<>();
    for (Command sub : command.subcommands()) {
      String name = command.name() + "|" + sub.name();
      SessionCommand session = sub.handler() != null ? null : code.getOrDefault(name, own);
      unused.remove(name);
      Command.Handler handler = sub.handler() != null ? sub.handler() : session == null ? command.handler() : null;
      subcommands.add(route(sub, name, session, handler, List.of()));
    }
    if (own == null && command.handler() == null && !subcommands.isEmpty()) {
      own = (session, args) -> { throw Refusal.arity(command.name()); };
    }
    return route(command, command.name(), own, command.handler(), subcommands);
  }

  private Route route(Command command, String name, SessionCommand session, Command.Handler handler,
      List<Route> subcommands) {
    if (session == null && handler == null) throw new IllegalArgumentException("nothing runs the command " + name);
    Route route = new Route(command, name, all.size(), session, handler, List.copyOf(subcommands));
    all.add(route);
    return route;
  }

  /** Null when there is no such command; for a container, itself. */
  Route find(Args args) {
    int index = table.indexOf(args);
    return index < 0 ? null : routes[index];
  }

  int count() { return all.size(); }

  Route at(int index) { return all.get(index); }
}
