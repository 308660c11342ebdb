package io.vertikv.resp.admin;

import io.vertikv.resp.command.Command;
import io.vertikv.resp.command.CommandTable;
import io.vertikv.resp.command.ConnectionCommands;
import io.vertikv.resp.command.DataCommands;
import io.vertikv.resp.command.Databases;
import io.vertikv.resp.command.ServerCommands;
import io.vertikv.resp.command.TransactionCommands;
import io.vertikv.resp.server.MemoryGateway;
import io.vertikv.resp.server.RespServer;
import io.vertikv.resp.server.Wire;
import io.vertikv.resp.session.FrontEnd;
import io.vertikv.resp.session.RespConfig;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server with all commands on a free port of this machine, over a region in memory. */
final class AdminServer implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 20;
  private static final int LOOPS = 2;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
  private final List<RespServer> servers = new CopyOnWriteArrayList<>();
  private final Databases databases = new Databases();
  private final FrontEnd frontEnd;
  private final MemoryGateway region;
  private final CompletableFuture<Void> shutDown = new CompletableFuture<>();

  /** @param seed of the region's moods, 0: none */
  AdminServer(long seed) {
    RespConfig config = RespConfig.defaults().listeningOn("127.0.0.1", 0);
    frontEnd = new FrontEnd(config, table(databases), AdminCommands.all(new Facts(shutDown)), databases);
    region = new MemoryGateway(seed);
    await(vertx.deployVerticle(() -> {
      RespServer server = new RespServer(frontEnd, region::on);
      servers.add(server);
      return server;
    }, new DeploymentOptions().setInstances(LOOPS)).toCompletionStage().toCompletableFuture());
  }

  private static CommandTable table(Databases databases) {
    return new CommandTable(Stream.of(ConnectionCommands.TABLE, TransactionCommands.TABLE, DataCommands.TABLE,
        ServerCommands.table(databases, 16)).flatMap(List::<Command>stream).toList());
  }

  static CommandTable table() { return table(new Databases()); }

  int port() { return servers.getFirst().port(); }

  Wire connect() {
    return new Wire(port());
  }

  /** Moves the clock of the data. */
  void advance(long millis) { region.tx().advance(millis); }

  FrontEnd frontEnd() { return frontEnd; }

  CompletableFuture<Void> shutDownAsked() { return shutDown; }

  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | java.util.concurrent.ExecutionException
        | java.util.concurrent.TimeoutException failure) {
      throw new AssertionError(failure);
    }
  }

  @Override
  public void close() {
    Future<Void> closed = vertx.close();
    await(closed.toCompletionStage().toCompletableFuture());
  }

  /** A process that never was. */
  private record Facts(CompletableFuture<Void> asked) implements ServerFacts {
    @Override
    public Identity identity() {
      return new Identity("0.1", "0123456789012345678901234567890123456789", "Linux 6 x86_64", 42, "/bin/vertikv", "",
          1_700_000_000_000L);
    }

    @Override
    public Memory memory() {
      return new Memory(10 << 20, 20 << 20, 40 << 20, 1 << 20, 5 << 20, 64 << 20, 65 << 20, 1L << 34);
    }

    @Override
    public Processor processor() { return new Processor(1.5, 0.25); }

    @Override
    public Storage storage() { return new Storage("/data", "always", 4096); }

    @Override
    public void shutDown() { asked.complete(null); }
  }
}
