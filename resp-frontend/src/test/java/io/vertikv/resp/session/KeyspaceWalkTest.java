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
import io.vertikv.resp.command.ServerCommands;
import io.vertikv.resp.command.TransactionCommands;
import io.vertikv.resp.admin.AdminCommands;
import io.vertikv.resp.server.TestFacts;
import io.vertikv.resp.server.Wire;
import io.vertikv.resp.type.RedisKeys;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.region.RegionFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on the whole key space while that is several regions, and becomes more. */
class KeyspaceWalkTest {
  private final TickingLoop loop = new TickingLoop();
  private final FrontEnd frontEnd = frontEnd();
  private final SplitKeyspace regions = new SplitKeyspace(new SessionOperationReader(frontEnd, loop));
  private final FrontLoop frontLoop = new FrontLoop(frontEnd, loop, regions,
      new Regions(regions.routes(), new Random(5)));
  private final StringBuilder replies = new StringBuilder();
  private final Session session;

  KeyspaceWalkTest() {
    frontLoop.start();
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

  private final class Sink implements Connection {
    @Override
    public ByteBuf buffer() { return Unpooled.buffer(); }

    @Override
    public void send(ByteBuf bytes) { replies.append(bytes.toString(StandardCharsets.UTF_8)); }

    @Override
    public void flush() {}

    @Override
    public void reading(boolean wanted) {}

    @Override
    public long unsentBytes() { return 0; }

    @Override
    public void closeAfterSending() {}

    @Override
    public void close() {}

    @Override
    public String peerAddress() { return "peer"; }

    @Override
    public String localAddress() { return "local"; }
  }

  private String ask(String... commands) {
    replies.setLength(0);
    for (String command : commands) {
      session.received(Unpooled.wrappedBuffer(Wire.encoded(command.split(" "))));
    }
    loop.runAll();
    return replies.toString();
  }

  private void set(String... names) {
    for (String name : names) assertEquals("+OK\r\n", ask("SET " + name + " v"));
  }

  private static byte[] header(String name) { return RedisKeys.header(0, name.getBytes(StandardCharsets.UTF_8)); }

  /** The lines of a reply that are no lengths. */
  private static List<String> bulks(String reply) {
    return Arrays.stream(reply.split("\r\n")).filter(line -> !line.startsWith("$") && !line.startsWith("*")).toList();
  }

  @Test
  void everyRegionCountsWhatItHas() {
    set("a", "b", "c", "d", "e");
    regions.split(header("c"));
    regions.split(header("e"));
    assertEquals(":5\r\n", ask("DBSIZE"));
    assertEquals(":1\r\n:1\r\n", ask("DEL a", "DEL e"));
    set("f");
    assertEquals(":4\r\n", ask("DBSIZE"));
    assertEquals(":0\r\n", ask("SELECT 1", "DBSIZE").substring(5));
  }

  @Test
  void infoAddsUpWhatTheRegionsHave() {
    set("a", "b", "c", "d", "e");
    regions.split(header("c"));
    regions.split(header("e"));
    ask("DEL a", "EXPIRE b 100");
    assertTrue(ask("INFO keyspace").contains("db0:keys=4,expires=1,avg_ttl=100000\r\n"));
  }

  @Test
  void keysOfAllRegionsAreNamed() {
    set("a1", "b1", "c2", "d1");
    regions.split(header("b1"));
    regions.split(header("d1"));
    assertEquals(Set.of("a1", "b1", "d1"), new HashSet<>(bulks(ask("KEYS *1"))));
    assertTrue(List.of("a1", "b1", "c2", "d1").containsAll(bulks(ask("RANDOMKEY"))));
    ask("DEL a1", "DEL b1", "DEL c2");
    for (int i = 0; i < 20; i++) assertEquals("$2\r\nd1\r\n", ask("RANDOMKEY"));
    ask("DEL d1");
    assertEquals("$-1\r\n", ask("RANDOMKEY"));
  }

  @Test
  void allRegionsAreFlushed() {
    set("a", "b", "c");
    ask("SELECT 1", "SET other v", "SELECT 0");
    regions.split(header("b"));
    assertEquals("+OK\r\n:0\r\n*0\r\n", ask("FLUSHDB", "DBSIZE", "KEYS *"));
    assertEquals("+OK\r\n:1\r\n", ask("SELECT 1", "DBSIZE"));
    assertEquals("+OK\r\n:0\r\n", ask("FLUSHALL", "DBSIZE"));
    assertEquals("-ERR syntax error\r\n", ask("FLUSHALL NOW"));
  }

  @Test
  void whatFollowsOnTheConnectionWaitsForTheWalk() {
    set("a", "b");
    regions.split(header("b"));
    assertEquals("+OK\r\n+OK\r\n+OK\r\n:2\r\n", ask("FLUSHALL", "SET a 1", "SET b 2", "DBSIZE"));
  }

  @Test
  void aFlushThatFailsHalfwayDoesNotSayThatNothingWasDone() {
    set("a", "b");
    regions.split(header("b"));
    regions.failAfter(1, new RegionFailure.Unavailable("gone"));
    assertTrue(ask("FLUSHALL").startsWith("-UNKNOWN "));
    regions.failAfter(1, new RegionFailure.Unavailable("gone"));
    assertTrue(ask("DBSIZE").startsWith("-TRYAGAIN "));
  }

  @Test
  void aSplitThatNobodyHasHeardOfIsHeardOfByTheWay() {
    set("a", "b", "c");
    regions.splitSecretly(header("b"));
    assertEquals(":3\r\n", ask("DBSIZE"));
    assertEquals(3, bulks(ask("KEYS *")).size());
  }

  @Test
  void blocksAndWatchesOverSeveralRegionsAreRefused() {
    set("a", "b");
    regions.split(RedisKeys.databaseFrom(0, 8000, 0).start());
    assertTrue(ask("MULTI", "DBSIZE", "EXEC").contains("-CROSSREGION"));
    assertTrue(ask("MULTI", "SET a 1", "SET b 1", "EXEC").contains("-CROSSREGION"));
    assertTrue(ask("MGET a b").startsWith("-CROSSREGION"));
    assertTrue(ask("SWAPDB 0 1").startsWith("-CROSSREGION"));
    assertEquals("+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n+OK\r\n$1\r\n1\r\n", ask("MULTI", "SET a 1", "GET a", "EXEC"));
    assertTrue(ask("OBJECT HELP").startsWith("*"));
    assertTrue(ask("WATCH a b").startsWith("-CROSSREGION"));
    assertEquals("+OK\r\n", ask("WATCH a"));
  }

  /** Redis' promise: what is there from the first page to the last is shown. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void aScanShowsAllKeysThatStayHoweverRegionsSplitMeanwhile(long seed) {
    Random random = new Random(seed);
    Set<String> stay = new TreeSet<>();
    for (int i = 0; i < 150; i++) {
      // Some in one slot, and large values whose parts lie between headers.
      String name = random.nextInt(3) == 0 ? "{tag}" + i : "key" + i;
      if (random.nextInt(20) == 0) for (int k = 0; k < 200; k++) ask("HSET " + name + " f" + k + " " + "v".repeat(70));
      else set(name);
      stay.add(name);
    }
    List<String> names = new ArrayList<>(stay);
    Set<String> seen = new TreeSet<>();
    String cursor = "0";
    int pages = 0;
    do {
      if (random.nextInt(3) == 0) splitSomewhere(random, header(names.get(random.nextInt(names.size()))));
      set("more" + random.nextInt(1000));
      List<String> page = bulks(ask("SCAN " + cursor + " COUNT " + (1 + random.nextInt(12))));
      cursor = page.getFirst();
      seen.addAll(page.subList(1, page.size()));
      assertTrue(++pages < 2000, "seed " + seed + ": the scan does not end");
    } while (!cursor.equals("0"));
    assertTrue(seen.containsAll(stay), "seed " + seed + ": missing are " + minus(stay, seen));
    assertEquals("*2\r\n$1\r\n0\r\n*0\r\n", ask("SCAN 9999999999999999"));
    assertEquals("-ERR invalid cursor\r\n", ask("SCAN x"));
  }

  private void splitSomewhere(Random random, byte[] header) {
    byte[] at = switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(header, 5);
      case 1 -> Arrays.copyOf(header, 9);
      case 2 -> header;
      default -> Arrays.copyOf(header, header.length + 3);
    };
    if (at.length > header.length) at[header.length - 1] = 1;
    if (random.nextBoolean()) regions.split(at);
    else regions.splitSecretly(at);
  }

  private static Set<String> minus(Set<String> all, Set<String> seen) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(seen);
    return rest;
  }

  @Test
  void theWholeIsOneRegionUntilItSplits() { assertEquals(KeyRange.ALL, regions.ranges().getFirst()); }
}
