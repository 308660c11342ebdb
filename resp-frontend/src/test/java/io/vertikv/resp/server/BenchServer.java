package io.vertikv.resp.server;

import io.vertikv.resp.command.Command;
import io.vertikv.resp.command.CommandTable;
import io.vertikv.resp.command.ConnectionCommands;
import io.vertikv.resp.command.DataCommands;
import io.vertikv.resp.command.Databases;
import io.vertikv.resp.command.TransactionCommands;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.session.FrontEnd;
import io.vertikv.resp.session.RespConfig;
import io.vertikv.resp.session.SessionCommand;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.loop.Loop;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import io.vertikv.txn.Version;
import io.vertikv.txn.region.RegionGateway;
import io.vertikv.txn.region.RegionOperation;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * By hand: the front end alone, over a hash map without isolation, on one loop, for redis-benchmark. Argument: the port. What it
 * costs is the ceiling of the protocol layer, not the product's speed.
 */
public final class BenchServer {
  private BenchServer() {}

  public static void main(String[] arguments) {
    List<Command> commands = new ArrayList<>(ConnectionCommands.TABLE);
    commands.addAll(TransactionCommands.TABLE);
    commands.addAll(DataCommands.TABLE);
    SessionCommand none = (session, args) -> { throw CommandError.SYNTAX; };
    SessionCommand config = (session, args) -> Reply.EMPTY_ARRAY;
    commands.add(Command.session("CONFIG", -2));
    FrontEnd frontEnd = new FrontEnd(RespConfig.defaults().listeningOn("127.0.0.1", Integer.parseInt(arguments[0])),
        new CommandTable(commands), Map.of("INFO", none, "DEBUG", none, "CONFIG", config), new Databases());
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    vertx.deployVerticle(() -> new RespServer(frontEnd, Door::new), new DeploymentOptions().setInstances(1));
  }

  /** Runs on the loop it is asked from, when it is flushed. */
  private static final class Door implements RegionGateway {
    private final MapTx tx = new MapTx();
    private ArrayList<RegionOperation> waiting = new ArrayList<>();
    private ArrayList<RegionOperation> spare = new ArrayList<>();

    Door(Loop loop) {
      if (!loop.inLoop()) throw new IllegalStateException("made on another thread than its loop's");
    }

    @Override
    public void submit(RegionOperation operation) { waiting.add(operation); }

    @Override
    public void flush() {
      ArrayList<RegionOperation> batch = waiting;
      waiting = spare;
      spare = batch;
      for (int i = 0; i < batch.size(); i++) batch.get(i).run(tx);
      for (int i = 0; i < batch.size(); i++) batch.get(i).completed();
      batch.clear();
    }
  }

  private record Bytes(byte[] array) {
    @Override
    public boolean equals(Object other) { return other instanceof Bytes b && Arrays.equals(b.array, array); }

    @Override
    public int hashCode() { return Arrays.hashCode(array); }
  }

  private static final class MapTx implements Tx {
    private final Map<Bytes, byte[]> data = new HashMap<>();
    private final RandomGenerator random = new Random(1);

    @Override
    public byte[] get(byte[] key) { return data.get(new Bytes(key)); }

    @Override
    public void put(byte[] key, byte[] value) { data.put(new Bytes(key), value); }

    @Override
    public void delete(byte[] key) { data.remove(new Bytes(key)); }

    @Override
    public Cursor scan(KeyRange range, Direction direction) { throw new UnsupportedOperationException(); }

    @Override
    public long nowMillis() { return 1; }

    @Override
    public long uniqueId() { return 1; }

    @Override
    public RandomGenerator random() { return random; }

    @Override
    public void remind(byte[] key, long oldDueMillis, long newDueMillis) {}

    @Override
    public Cursor due(long fromMillis, long untilMillis) { throw new UnsupportedOperationException(); }

    @Override
    public void count(int counter, long delta) {}

    @Override
    public long counter(int counter) { return 0; }

    @Override
    public Version version(byte[] key) { return () -> 0; }

    @Override
    public void deleteRange(KeyRange range) { data.clear(); }

    @Override
    public int savepoint() { return 0; }

    @Override
    public void rollbackTo(int savepoint) {}
  }
}
