package io.vertikv.resp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertikv.resp.command.Command;
import io.vertikv.resp.command.CommandTable;
import io.vertikv.resp.command.ConnectionCommands;
import io.vertikv.resp.command.DataCommands;
import io.vertikv.resp.command.Databases;
import io.vertikv.resp.command.TransactionCommands;
import io.vertikv.resp.script.MemoryTx;
import io.vertikv.resp.server.Wire;
import io.vertikv.txn.region.CommitTimes;
import io.vertikv.txn.region.RegionGateway;
import io.vertikv.txn.region.RegionOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The clock ticks at every reading, so every stage takes some time; it overflows in the middle of the tests. */
class StageTimesTest {
  private final TickingLoop loop = new TickingLoop();
  private final SlowRegion region = new SlowRegion();
  private final FrontEnd frontEnd = frontEnd();
  private final FrontLoop frontLoop = new FrontLoop(frontEnd, loop, region);

  StageTimesTest() { frontLoop.start(); }

  private static FrontEnd frontEnd() {
    List<Command> commands = new ArrayList<>(ConnectionCommands.TABLE);
    commands.addAll(TransactionCommands.TABLE);
    commands.addAll(DataCommands.TABLE);
    return new FrontEnd(RespConfig.defaults(), new CommandTable(commands), Map.of(), new Databases());
  }

  private record Times(long proposedNanos, long loggedNanos, long committedNanos) implements CommitTimes {}

  /** Runs what came when it is told to; writes are committed on demand, all together. */
  private final class SlowRegion implements RegionGateway {
    private final MemoryTx tx = new MemoryTx();
    private final List<RegionOperation> inbox = new ArrayList<>();
    private final List<RegionOperation> gated = new ArrayList<>();

    @Override
    public void submit(RegionOperation operation) { inbox.add(operation); }

    @Override
    public void flush() {
      for (RegionOperation operation : inbox) {
        operation.run(tx);
        if (operation.mode() == RegionOperation.Mode.WRITE) gated.add(operation);
        else operation.completed();
      }
      inbox.clear();
      if (!gated.isEmpty()) loop.execute(this::commit);
    }

    private void commit() {
      release(new Times(loop.nanoTime(), loop.nanoTime(), loop.nanoTime()));
    }

    void release(Times times) {
      for (RegionOperation operation : gated) {
        operation.released(times);
        operation.completed();
      }
      gated.clear();
    }
  }

  private static final class Sink implements Connection {
    private int sentBytes;

    @Override
    public ByteBuf buffer() { return Unpooled.buffer(); }

    @Override
    public void send(ByteBuf bytes) { sentBytes += bytes.readableBytes(); }

    @Override
    public void flush() {}

    @Override
    public void reading(boolean on) {}

    @Override
    public long unsentBytes() { return 0; }

    @Override
    public void closeAfterSending() {}

    @Override
    public void close() {}

    @Override
    public String peerAddress() { return "127.0.0.1:4242"; }

    @Override
    public String localAddress() { return "127.0.0.1:6379"; }
  }

  private Session connect() { return frontLoop.open(new Sink()); }

  private static void send(Session session, String... commands) {
    ByteBuf bytes = Unpooled.buffer();
    for (String command : commands) bytes.writeBytes(Wire.encoded(command.split(" ")));
    session.received(bytes);
  }

  private StageTimes times() { return frontEnd.stageTimes(); }

  private long sumOfStages() {
    long sum = 0;
    for (Stage stage : Stage.values()) sum += times().of(stage).sumNanos();
    return sum;
  }

  @Test
  void theStagesOfAllOperationsAddUpToTheWhole() {
    Session one = connect();
    Session two = connect();
    for (int round = 0; round < 10; round++) {
      send(one, "SET a 1", "GET a", "GET b", "INCR a");
      send(two, "GET a", "PING", "MULTI", "SET c 1", "GET c", "EXEC", "GET a");
      if (round % 2 == 0) loop.runAll();
      send(one, "GET a");
      loop.runAll();
    }
    assertEquals(10 * (4 + 3 + 1), times().whole().count());
    assertEquals(times().whole().sumNanos(), sumOfStages());
    for (Stage stage : Stage.values()) assertTrue(times().of(stage).sumNanos() > 0, stage + " took no time");
  }

  @Test
  void readsPassByTheStagesOfTheLog() {
    Session session = connect();
    send(session, "GET a", "GET b");
    loop.runAll();
    assertEquals(2, times().of(Stage.EXECUTE).count());
    assertEquals(0, times().of(Stage.PROPOSE).count());
    assertEquals(0, times().of(Stage.COMMIT_WAIT).count());
    assertEquals(times().whole().sumNanos(), sumOfStages());
  }

  @Test
  void whatAnotherOnesBatchHadBehindItIsNotCountedAgain() {
    Session session = connect();
    send(session, "SET a 1");
    long before = loop.nanoTime();
    region.inbox.forEach(operation -> operation.run(region.tx));
    region.gated.addAll(region.inbox);
    region.inbox.clear();
    loop.advance(7_000);
    region.release(new Times(before - 2_000, before - 1_000, loop.nanoTime()));
    loop.runAll();
    assertEquals(0, times().of(Stage.PROPOSE).sumNanos());
    assertEquals(0, times().of(Stage.LOG_WRITE).sumNanos());
    assertTrue(times().of(Stage.COMMIT_WAIT).sumNanos() >= 7_000);
    assertEquals(times().whole().sumNanos(), sumOfStages());
  }

  @Test
  void executionIsWhatCommandStatisticsCount() {
    Session session = connect();
    send(session, "SET a 1", "GET a", "GET a");
    loop.runAll();
    long counted = frontEnd.statistics().byCommand().stream().mapToLong(Statistics.CommandStatistics::nanos).sum();
    assertEquals(counted, times().of(Stage.EXECUTE).sumNanos());
  }

  @Test
  void theClockIsReadTwiceForARunAndNotMoreForTheOtherStages() {
    Session session = connect();
    String[] reads = new String[100];
    java.util.Arrays.fill(reads, "GET a");
    int before = loop.readings();
    send(session, reads);
    loop.runAll();
    assertEquals(2 * reads.length + 3, loop.readings() - before, "a read of the socket, its end, a turn's end");
  }
}
