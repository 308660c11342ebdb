package io.vertikv.resp.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.script.MemoryTx;
import io.vertikv.resp.type.KeyHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyspaceCommandsTest {
  private final MemoryTx tx = new MemoryTx();

  private Reply run(String... words) {
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) arguments[i] = words[i].getBytes(StandardCharsets.US_ASCII);
    Args args = Args.of(0, arguments);
    return DataScriptsTest.COMMANDS.find(args).handler().run(tx, args);
  }

  /** One SCAN: the names go to the set, the cursor comes back. */
  private String scan(String cursor, int count, List<String> names) {
    Reply.Array reply = (Reply.Array) run("SCAN", cursor, "COUNT", Integer.toString(count));
    for (Reply name : ((Reply.Array) reply.items().get(1)).items()) names.add(text(name));
    return text(reply.items().getFirst());
  }

  private static String text(Reply reply) {
    Reply.Bulk bulk = (Reply.Bulk) reply;
    return new String(bulk.array(), bulk.offset(), bulk.length(), StandardCharsets.US_ASCII);
  }

  @Test
  void whatIsThereFromStartToEndOfAScanIsReturned() {
    for (long seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      run("FLUSHALL");
      Set<String> staying = new HashSet<>();
      for (int i = 0; i < 200; i++) staying.add((i % 3 == 0 ? "{tag}" : "") + "stays" + i);
      for (String name : staying) create(random, name);
      for (int i = 0; i < 100; i++) create(random, "goes" + i);
      List<String> seen = new ArrayList<>();
      int calls = 0;
      String cursor = "0";
      do {
        cursor = scan(cursor, 1 + random.nextInt(20), seen);
        for (int i = 0; i < 5; i++) {
          run("DEL", "goes" + random.nextInt(200));
          create(random, "goes" + random.nextInt(200));
        }
        // Changing a key does not move it.
        create(random, "stays" + 1);
        assertTrue(++calls < 1_000, "seed " + seed);
      } while (!cursor.equals("0"));
      assertTrue(new HashSet<>(seen).containsAll(staying), "seed " + seed);
      assertEquals(seen.size(), new HashSet<>(seen).size(), "seed " + seed + ": nothing came twice");
    }
  }

  private void create(Random random, String name) {
    switch (random.nextInt(4)) {
      case 0 -> run("SETRANGE", name, "100000", "x");
      case 1 -> run("SET", name, "v", "PX", "100000");
      default -> run("SET", name, "v");
    }
  }

  @Test
  void keysOfOnePlaceComeTogether() {
    String one = null;
    String other = null;
    Map<Integer, String> seen = new HashMap<>();
    for (int i = 0; other == null; i++) {
      byte[] name = ("{t}" + i).getBytes(StandardCharsets.US_ASCII);
      one = seen.put(KeyHash.position(name, 0, name.length), "{t}" + i);
      if (one != null) other = "{t}" + i;
    }
    run("MSET", one, "1", other, "2");
    List<String> names = new ArrayList<>();
    scan("0", 1, names);
    assertEquals(Set.of(one, other), new HashSet<>(names));
  }

  @Test
  void aScanIsBoundedWhateverItsCount() {
    for (int i = 0; i < KeyspaceCommands.SCAN_COUNT_MAX + 10; i++) run("SET", "k" + i, "v");
    List<String> names = new ArrayList<>();
    String cursor = scan("0", Integer.MAX_VALUE, names);
    assertFalse(cursor.equals("0"));
    assertTrue(names.size() <= KeyspaceCommands.SCAN_COUNT_MAX + 1);
    assertEquals("0", scan(cursor, 1_000, names));
    assertEquals(KeyspaceCommands.SCAN_COUNT_MAX + 10, new HashSet<>(names).size());
  }

  @Test
  void gettingAStringCopiesNothing() {
    run("SET", "k", "value");
    Reply.Bulk bulk = (Reply.Bulk) run("GET", "k");
    assertTrue(tx.data().containsValue(bulk.array()));
  }
}
