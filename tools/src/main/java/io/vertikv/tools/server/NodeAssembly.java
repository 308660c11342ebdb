package io.vertikv.tools.server;

import io.vertikv.resp.command.CommandTable;
import io.vertikv.resp.command.ConnectionCommands;
import io.vertikv.resp.command.DataCommands;
import io.vertikv.resp.command.Databases;
import io.vertikv.resp.command.TransactionCommands;
import io.vertikv.resp.session.CommandTimings;
import io.vertikv.resp.session.FrontEnd;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How a node is put together: the only place that knows every module. */
public final class NodeAssembly implements NodeServices {
  @Override
  public List<Service> assemble(NodeContext context) {
    StoreService store = StoreService.open(context);
    CommandTable table = new CommandTable(
        Stream.of(ConnectionCommands.TABLE, TransactionCommands.TABLE, DataCommands.TABLE).flatMap(List::stream)
            .toList());
    FrontEnd frontEnd = new FrontEnd(ModuleConfigs.resp(context.config()), table, Map.of(), new Databases(),
        CommandTimings.NONE);
    return List.of(store, new FrontEndService(context, frontEnd, store));
  }
}
