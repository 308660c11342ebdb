package io.vertikv.resp.server;

import io.vertikv.resp.admin.AdminCommands;
import io.vertikv.resp.command.Args;
import io.vertikv.resp.command.Command;
import io.vertikv.resp.command.CommandTable;
import io.vertikv.resp.command.ConnectionCommands;
import io.vertikv.resp.command.DataCommands;
import io.vertikv.resp.command.Databases;
import io.vertikv.resp.command.Keys;
import io.vertikv.resp.command.ServerCommands;
import io.vertikv.resp.command.TransactionCommands;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.session.FrontEnd;
import io.vertikv.resp.session.RespConfig;
import io.vertikv.resp.session.Session;
import io.vertikv.resp.session.SessionCommand;
import io.vertikv.resp.type.Encoding;
import io.vertikv.resp.type.Header;
import io.vertikv.resp.type.KeyEntry;
import io.vertikv.resp.type.Numbers;
import io.vertikv.resp.type.ValueType;
import io.vertikv.txn.Tx;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server with all commands on a free port of this machine, over a {@link MemoryGateway}, and with one more: HALFWAY, which
 * writes and then fails.
 */
public final class TestServer implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 20;
  private static final Command HALFWAY = Command.write("HALFWAY", 2, Keys.at(1), TestServer::halfway);

  private final Vertx vertx;
  private final FrontEnd frontEnd;
  private final MemoryGateway region;
  private final TestFacts facts = new TestFacts(new CompletableFuture<>());
  private final List<RespServer> servers = new CopyOnWriteArrayList<>();

  private TestServer(RespConfig config, long seed, int loops, boolean sleeping) {
    region = new MemoryGateway(seed);
    Databases databases = new Databases(config.databases());
    Map<String, SessionCommand> session = new HashMap<>(AdminCommands.all(facts));
    if (!sleeping) session.compute("DEBUG", (name, debug) -> (client, args) -> debug(debug, client, args));
    frontEnd = new FrontEnd(config, table(databases, List.of(HALFWAY)), session, databases);
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
    await(vertx.deployVerticle(() -> {
      RespServer server = new RespServer(frontEnd, region::on);
      servers.add(server);
      return server;
    }, new DeploymentOptions().setInstances(loops)).toCompletionStage().toCompletableFuture());
  }

  public static TestServer start(RespConfig config, long seed, int loops) {
    return new TestServer(config, seed, loops, false);
  }

  /** @param seed of the region's moods, 0: none */
  public static TestServer start(long seed) {
    return start(config(), seed, 2);
  }

  public static TestServer start() { return start(config(), 0, 1); }

  /** One where DEBUG SLEEP waits, as in the product. */
  public static TestServer sleeping() {
    return new TestServer(config(), 0, 1, true);
  }

  /** On any free port; the same for all loops. */
  public static RespConfig config() {
    return RespConfig.defaults().listeningOn("127.0.0.1", 0);
  }

  /** What the product has. */
  public static CommandTable table() { return table(new Databases(), List.of()); }

  private static CommandTable table(Databases databases, List<Command> more) {
    return new CommandTable(Stream.of(ConnectionCommands.TABLE, TransactionCommands.TABLE, DataCommands.TABLE,
        ServerCommands.table(databases), more).flatMap(List::<Command>stream).toList());
  }

  /** The data's clock is moved; nobody waits. */
  private Reply debug(SessionCommand debug, Session session, Args args) {
    if (!args.is(1, "SLEEP") || args.count() != 3 || !args.text(2).matches("[0-9.]+")) return debug.run(session, args);
    region.tx().advance((long) (args.decimal(2) * 1000));
    return Reply.OK;
  }

  /** Nothing of it may stay. */
  private static Reply halfway(Tx tx, Args args) {
    KeyEntry entry = KeyEntry.of(tx, args.key(1));
    entry.write(Header.of(ValueType.STRING, Encoding.PLAIN, 0, Numbers.text(-1)));
    throw CommandError.SYNTAX;
  }

  public int port() { return servers.getFirst().port(); }

  public FrontEnd frontEnd() { return frontEnd; }

  public MemoryGateway region() { return region; }

  /** Moves the clock of the data. */
  public void advance(long millis) { region.tx().advance(millis); }

  public Wire connect() { return new Wire(port()); }

  /** Done when a client has asked for the server's end. */
  public CompletableFuture<Void> shutDownAsked() {
    return facts.asked();
  }

  public static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | java.util.concurrent.ExecutionException
        | java.util.concurrent.TimeoutException failure) {
      throw new AssertionError(failure);
    }
  }

  @Override
  public void close() { await(vertx.close().toCompletionStage().toCompletableFuture()); }
}
