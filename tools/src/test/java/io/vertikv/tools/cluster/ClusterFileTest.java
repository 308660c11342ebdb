package io.vertikv.tools.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.tools.cluster.ClusterMessage.AdmissionAsked;
import io.vertikv.tools.cluster.ClusterMessage.Admitted;
import io.vertikv.tools.cluster.ClusterMessage.Announcement;
import io.vertikv.tools.cluster.ClusterMessage.Proposal;
import io.vertikv.tools.cluster.ClusterMessage.Release;
import io.vertikv.tools.cluster.Standing.Formed;
import io.vertikv.tools.cluster.Standing.Reserved;
import io.vertikv.tools.cluster.Standing.Unformed;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFileTest {
  private static final Manifest MANIFEST = Manifest.of(0x62aa, -3,
      List.of(new Founder(-3, new StoreAddress("b", 16379)),
          new Founder(5, new StoreAddress("::1", 16380))));
  private static final List<Standing> STANDINGS = List.of(new Unformed(), new Reserved(MANIFEST),
      new Formed(4, MANIFEST));

  @TempDir
  private Path folder;

  @Test
  void whatIsWrittenIsReadBack() {
    ClusterFile file = new ClusterFile(folder);
    assertEquals(Optional.empty(), file.read());
    for (Standing standing : STANDINGS) {
      ClusterRecord record = new ClusterRecord(-3, 7, "test", standing,
          new TreeMap<>(Map.of(1L, new StoreAddress("::1", 16380), 9L, new StoreAddress("c.example", 1))));
      file.write(record);
      assertEquals(Optional.of(record), file.read());
    }
  }

  @Test
  void theTextIsThis() {
    ClusterRecord record = new ClusterRecord(-3, 7, "test", new Formed(2, MANIFEST), MANIFEST.addresses());
    assertEquals("""
                 vertikv cluster 1
                 node = fffffffffffffffd
                 incarnation = 7
                 name = test
                 standing = formed
                 store = 2
                 cluster = 00000000000062aa
                 proposer = fffffffffffffffd
                 founder.1 = 0000000000000005 [::1]:16380
                 founder.2 = fffffffffffffffd b:16379
                 address.1 = [::1]:16380
                 address.2 = b:16379
                 """, ClusterRecordText.write(record).replaceFirst("checksum = [0-9a-f]{8}\n$", ""));
  }

  @Test
  void aFileThatIsDamagedOrForeignIsRefused() throws IOException {
    ClusterFile file = new ClusterFile(folder);
    file.write(new ClusterRecord(3, 7, "test", new Unformed(), new TreeMap<>()));
    String text = Files.readString(folder.resolve(ClusterFile.NAME));
    Map<String, String> refused = Map.of(text.replace("incarnation = 7", "incarnation = 8"), "its checksum is wrong",
        text.substring(0, text.length() - 3), "its checksum is wrong", "", "VertiKV did not write it",
        text.replace("cluster 1", "cluster 2"), "it has another format");
    refused.forEach((content, reason) -> {
      assertTrue(assertThrows(IllegalArgumentException.class, () -> ClusterRecordText.read(content)).getMessage()
          .startsWith(reason), content);
    });
    Files.writeString(folder.resolve(ClusterFile.NAME), "something");
    assertTrue(assertThrows(ClusterRefused.class, file::read).getMessage().contains("start with an empty data folder"));
  }

  @Test
  void messagesTravelAsJson() {
    StoreAddress address = new StoreAddress("::1", 65535);
    for (Standing standing : STANDINGS) {
      sameAfterTheWire(new Announcement(-1, 2, 3, address, standing, Optional.empty()));
      sameAfterTheWire(
          new Announcement(-1, 2, 3, address, standing, Optional.of(new ClientAddress("c.example", 6379, 0))));
    }
    sameAfterTheWire(new Proposal(MANIFEST));
    sameAfterTheWire(new Release(Long.MIN_VALUE, Long.MAX_VALUE));
    sameAfterTheWire(new AdmissionAsked(1, address, -2));
    sameAfterTheWire(new Admitted(-1, 4, MANIFEST));
  }

  @Test
  void whatIsNoMessageIsRefused() {
    for (String text : List.of("{}", "{\"version\":2,\"is\":\"release\"}", "{\"version\":1,\"is\":\"nonsense\"}",
        "{\"version\":1,\"is\":\"release\",\"to\":\"xyz\",\"cluster\":\"1\"}", "{\"version\":1,\"is\":\"proposal\"}",
        "{\"version\":\"1\"}"))
      assertThrows(IllegalArgumentException.class, () -> MessageJson.read(new JsonObject(text)), text);
  }

  private static void sameAfterTheWire(ClusterMessage message) {
    assertEquals(message, MessageJson.read(new JsonObject(MessageJson.write(message).encode())));
  }
}
