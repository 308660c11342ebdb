package io.vertikv.tools.server;

import io.vertikv.resp.admin.AdminCommands;
import io.vertikv.resp.command.CommandTable;
import io.vertikv.resp.command.ConnectionCommands;
import io.vertikv.resp.command.DataCommands;
import io.vertikv.resp.command.Databases;
import io.vertikv.resp.command.ServerCommands;
import io.vertikv.resp.command.TransactionCommands;
import io.vertikv.resp.session.FrontEnd;
import io.vertikv.resp.session.RespConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How a node is put together: the only place that knows every module. */
public final class NodeAssembly implements NodeServices {
  private final StoreVolume volume;

  public NodeAssembly() { this(StoreVolume.FILES); }

  NodeAssembly(StoreVolume volume) { this.volume = volume; }

  @Override
  public List<Service> assemble(NodeContext context) {
    List<Service> services = new ArrayList<>();
    ClusterService cluster = ClusterService.wanted(context) ? ClusterService.open(context) : null;
    if (cluster != null) services.add(cluster);
    ClusterSeat seat = cluster == null ? ClusterSeat.alone(context.config().cluster().name()) : cluster.seat();
    StoreService store = StoreService.open(context, volume, seat);
    if (cluster != null) cluster.admitThrough(store);
    RespConfig config = ModuleConfigs.resp(context.config());
    Databases databases = new Databases(config.databases());
    CommandTable table = new CommandTable(
        Stream.of(ConnectionCommands.TABLE, TransactionCommands.TABLE, DataCommands.TABLE,
            ServerCommands.table(databases)).flatMap(List::stream).toList());
    FrontEnd frontEnd = new FrontEnd(config, table, AdminCommands.all(store.facts()), databases);
    frontEnd.askForRoom(store.room());
    frontEnd.slowLog().keep(context.config().watch().slowlogLength());
    frontEnd.latencyEvents().keepFrom(context.config().watch().latencyThresholdMillis());
    context.meters().getPrometheusRegistry().register(
        new ServerMetrics(() -> new ServerReadings(frontEnd.statistics(), frontEnd.stageTimes(), store.readings())));
    services.add(store);
    services.add(new FrontEndService(context, frontEnd, store));
    return services;
  }
}
