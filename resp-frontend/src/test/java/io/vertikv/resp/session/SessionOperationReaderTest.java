package io.vertikv.resp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertikv.resp.command.Command;
import io.vertikv.resp.command.CommandTable;
import io.vertikv.resp.command.ConnectionCommands;
import io.vertikv.resp.command.DataCommands;
import io.vertikv.resp.command.Databases;
import io.vertikv.resp.command.ServerCommands;
import io.vertikv.resp.command.TransactionCommands;
import io.vertikv.resp.admin.AdminCommands;
import io.vertikv.resp.script.MemoryTx;
import io.vertikv.resp.server.TestFacts;
import io.vertikv.resp.server.Wire;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.txn.region.RegionGateway;
import io.vertikv.txn.region.RegionOperation;
import io.vertikv.txn.route.PortableOperation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A session of one node whose operations are run by another: everything goes there and back as bytes. */
class SessionOperationReaderTest {
  private final TickingLoop loop = new TickingLoop();
  private final MemoryTx tx = new MemoryTx();
  private final FrontEnd here = frontEnd();
  private final FrontEnd there = frontEnd();
  private final SessionOperationReader reader = new SessionOperationReader(there, loop);
  private final List<byte[]> sent = new ArrayList<>();
  private final List<Boolean> anywhere = new ArrayList<>();
  private final List<Long> staleness = new ArrayList<>();
  private final FrontLoop frontLoop = new FrontLoop(here, loop, new Away());
  private final StringBuilder replies = new StringBuilder();
  private final Session session;

  SessionOperationReaderTest() {
    frontLoop.start();
    here.regionFollowed();
    there.regionLed(loop);
    session = frontLoop.open(new Sink());
  }

  private static FrontEnd frontEnd() {
    Databases databases = new Databases();
    List<Command> commands = new ArrayList<>(ConnectionCommands.TABLE);
    commands.addAll(TransactionCommands.TABLE);
    commands.addAll(DataCommands.TABLE);
    commands.addAll(ServerCommands.table(databases));
    return new FrontEnd(RespConfig.defaults(), new CommandTable(commands),
        Map.copyOf(AdminCommands.all(new TestFacts(new CompletableFuture<>()))), databases);
  }

  private final class Away implements RegionGateway {
    private final List<RegionOperation> waiting = new ArrayList<>();

    @Override
    public void submit(RegionOperation operation) { waiting.add(operation); }

    @Override
    public void flush() {
      List<RegionOperation> together = List.copyOf(waiting);
      waiting.clear();
      for (RegionOperation each : together) travel((PortableOperation) each);
    }

    private void travel(PortableOperation operation) {
      ByteWriter out = new ByteWriter();
      operation.writeTo(out);
      sent.add(out.toByteArray());
      anywhere.add(operation.anyReplica());
      staleness.add(operation.staleNanosMax());
      RegionOperation remote = reader.read(new ByteReader(out.toByteArray()));
      assertEquals(operation.mode(), remote.mode());
      remote.keys(key -> assertTrue(key.length > 0));
      remote.run(tx);
      tx.commit();
      operation.recall(remote.outcome());
      operation.completed();
    }
  }

  private final class Sink implements Connection {
    @Override
    public ByteBuf buffer() { return Unpooled.buffer(); }

    @Override
    public void send(ByteBuf bytes) { replies.append(bytes.toString(StandardCharsets.UTF_8)); }

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

  private String ask(String... commands) {
    replies.setLength(0);
    for (String command : commands) {
      session.received(Unpooled.wrappedBuffer(Wire.encoded(command.split(" "))));
      loop.runAll();
    }
    return replies.toString().replace("\r\n", " ").strip();
  }

  @Test
  void aCommandIsRunThereAndItsReplyAndFiguresComeBack() {
    assertEquals("+OK $1 1 $-1 -ERR value is not an integer or out of range",
        ask("SET a 1", "GET a", "GET b", "INCRBY a x"));
    assertEquals(new Statistics.Lookups(1, 1, 0), here.statistics().lookups());
    assertEquals(List.of("get", "incrby", "set"),
        here.statistics().byCommand().stream().map(Statistics.CommandStatistics::name).sorted().toList());
    assertEquals(0, here.stageTimes().whole().count(), "what ran elsewhere has no stages here");
  }

  @Test
  void aCommandIsWrittenLikeThis() {
    ask("SELECT 3", "GET ab");
    assertEquals("0101030203474554026162", HexFormat.of().formatHex(sent.getFirst()));
  }

  @Test
  void aBlockIsRunThereAndItsSessionCommandsHere() {
    assertEquals("+OK +QUEUED +QUEUED +QUEUED +QUEUED *4 +OK +PONG +OK $-1",
        ask("MULTI", "SET a 1", "PING", "SELECT 1", "GET a", "EXEC"));
    assertEquals("$-1", ask("GET a"));
  }

  @Test
  void aWatchedKeyIsLookedAtThere() {
    assertEquals("+OK +OK +OK +QUEUED *-1", ask("WATCH a", "SET a 1", "MULTI", "GET a", "EXEC"));
    assertEquals("+OK +OK +QUEUED *1 $1 1", ask("WATCH a", "MULTI", "GET a", "EXEC"));
  }

  @Test
  void databasesSwappedElsewhereAreFoundInTheData() {
    assertEquals("+OK +OK $-1 +OK $1 1", ask("SET a 1", "SWAPDB 0 1", "GET a", "SELECT 1", "GET a"));
    assertEquals(0, here.databases().stored(0), "the map of this node is not used");
    there.regionLed(loop);
    assertEquals("$1 1", ask("GET a"));
    assertEquals(0, there.databases().stored(1));
  }

  @Test
  void onlyReadsOfAReadOnlyConnectionMayBeAnsweredByAnyReplica() {
    ask("GET a", "READONLY", "GET a", "SET a 1", "GET a", "READWRITE", "GET a");
    assertEquals(List.of(false, true, false, true, false), anywhere);
  }

  @Test
  void onlyReadsOfAConnectionThatWantsItMayBeStale() {
    ask("GET a", "CLIENT STALE-READS ON", "GET a", "SET a 1", "WATCH a", "MULTI", "GET a", "EXEC",
        "CLIENT STALE-READS ON MAXAGE 5000", "GET a", "CLIENT STALE-READS OFF", "GET a", "READONLY", "GET a");
    assertEquals(List.of(0L, Long.MAX_VALUE, 0L, 0L, 0L, 5_000_000_000L, 0L, 0L), staleness);
    assertEquals(List.of(false, true, false, false, false, true, false, true), anywhere);
    staleness.clear();
    ask("CLIENT STALE-READS ON", "RESET", "GET a");
    assertEquals(List.of(0L), staleness);
    assertEquals("-ERR syntax error", ask("CLIENT STALE-READS MAYBE"));
    assertEquals("-ERR syntax error", ask("CLIENT STALE-READS OFF MAXAGE 5"));
    assertEquals("-ERR MAXAGE must be a number of milliseconds from 1 to 86400000",
        ask("CLIENT STALE-READS ON MAXAGE 0"));
  }

  @Test
  void aReadBehindAnUnansweredWriteGoesToTheLeader() {
    ask("READONLY");
    for (String each : List.of("SET a 1", "GET a")) {
      session.received(Unpooled.wrappedBuffer(Wire.encoded(each.split(" "))));
    }
    loop.runAll();
    assertEquals(List.of(false, false), anywhere);
  }

  @Test
  void whatIsNoOperationIsRefused() {
    ask("SET a 1", "MULTI", "GET a", "EXEC", "WATCH a");
    for (byte[] whole : sent) {
      for (int length = 0; length < whole.length; length++) {
        byte[] part = Arrays.copyOf(whole, length);
        assertThrows(MalformedBytes.class, () -> reader.read(new ByteReader(part)));
      }
    }
    for (String bad : List.of("0101 00 01 03 666f6f", "0101 00 01 04 50494e47", "0101 00 01 03 474554", "0109",
        "0101 00 00", "0901", "0102 00 ffffffff7f")) {
      byte[] bytes = HexFormat.of().parseHex(bad.replace(" ", ""));
      assertThrows(MalformedBytes.class, () -> reader.read(new ByteReader(bytes)), bad);
    }
  }
}
