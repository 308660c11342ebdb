package io.vertikv.resp.server;

import io.vertikv.resp.command.Command;
import io.vertikv.resp.command.CommandTable;
import io.vertikv.resp.command.ConnectionCommands;
import io.vertikv.resp.command.Databases;
import io.vertikv.resp.command.TransactionCommands;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.session.FrontEnd;
import io.vertikv.resp.session.RespConfig;
import io.vertikv.resp.session.SessionCommand;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A server on a free port of this machine, over a {@link MemoryGateway}. */
public final class TestServer implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 20;

  private final Vertx vertx;
  private final FrontEnd frontEnd;
  private final MemoryGateway region;
  private final List<RespServer> servers = new CopyOnWriteArrayList<>();

  private TestServer(Vertx vertx, FrontEnd frontEnd, MemoryGateway region) {
    this.vertx = vertx;
    this.frontEnd = frontEnd;
    this.region = region;
  }

  public static TestServer start(RespConfig config, long seed, int loops) {
    MemoryGateway region = new MemoryGateway(seed);
    List<Command> commands = new ArrayList<>(ConnectionCommands.TABLE);
    commands.addAll(TransactionCommands.TABLE);
    commands.addAll(TestCommands.TABLE);
    SessionCommand info = (session, args) -> Reply.bulk("vertikv_version:0\r\nredis_version:7.2.4\r\n");
    SessionCommand debug = (session, args) -> sleep(region, session, args);
    FrontEnd frontEnd = new FrontEnd(config, new CommandTable(commands), Map.of("INFO", info, "DEBUG", debug),
        new Databases());
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
    TestServer started = new TestServer(vertx, frontEnd, region);
    await(vertx.deployVerticle(() -> {
      RespServer server = new RespServer(frontEnd, region::on);
      started.servers.add(server);
      return server;
    }, new DeploymentOptions().setInstances(loops)));
    return started;
  }

  public static TestServer start() { return start(config(), 0, 1); }

  /** On any free port; the same for all loops. */
  public static RespConfig config() {
    return RespConfig.defaults().listeningOn("127.0.0.1", 0);
  }

  /** The data's clock is moved; nobody waits. */
  private static Reply sleep(MemoryGateway region, io.vertikv.resp.session.Session session,
      io.vertikv.resp.command.Args args) {
    if (!args.is(1, "SLEEP")) throw CommandError.SYNTAX;
    region.tx().advance((long) (args.decimal(2) * 1000));
    return Reply.OK;
  }

  public int port() { return servers.getFirst().port(); }

  public FrontEnd frontEnd() { return frontEnd; }

  public MemoryGateway region() { return region; }

  public Wire connect() {
    return new Wire(port());
  }

  @Override
  public void close() { await(vertx.close()); }

  private static void await(io.vertx.core.Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | java.util.concurrent.ExecutionException
        | java.util.concurrent.TimeoutException failure) {
      throw new AssertionError(failure);
    }
  }
}
