package io.vertikv.store.rpc.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.rpc.StoreIdentity;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private final Vertx vertx = Vertx.vertx();
  private final List<SocketStore> stores = new ArrayList<>();
  private final TestAuthority ours = new TestAuthority("ours");
  @TempDir
  private Path folder;
  private Path oneFolder;
  private Path twoFolder;

  @BeforeEach
  void folders() throws IOException {
    oneFolder = Files.createDirectory(folder.resolve("one"));
    twoFolder = Files.createDirectory(folder.resolve("two"));
  }

  @AfterEach
  void close() {
    stores.forEach(SocketStore::stop);
    SocketStore.await(vertx.close());
  }

  @Test
  void storesWithCertificatesOfOneAuthorityTalk() throws IOException {
    SocketStore one = store(1, Optional.of(ours.writeTo(oneFolder, true)));
    SocketStore two = store(2, Optional.of(ours.writeTo(twoFolder, true)));
    one.connectTo(two);
    one.awaitConnected(two);
    assertEquals("x".repeat(100_000), SocketStore.await(one.ask(0, 2, "x".repeat(100_000))));
  }

  @Test
  void neitherAnotherAuthorityNorPlainTextGetsIn() throws IOException {
    SocketStore one = store(1, Optional.of(ours.writeTo(oneFolder, true)));
    SocketStore friend = store(2, Optional.of(ours.writeTo(twoFolder, true)));
    SocketStore stranger = store(3,
        Optional.of(new TestAuthority("theirs").writeTo(Files.createDirectory(folder.resolve("3")), true)));
    SocketStore plain = store(4, Optional.empty());
    // The stranger would believe us, but not we the stranger: so it shows what each side checks.
    Files.copy(oneFolder.resolve("authority.pem"), folder.resolve("3/authority.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    assertTrue(SocketStore.await(stranger.network.reloadCertificates()));
    friend.connectTo(one);
    stranger.connectTo(one);
    plain.connectTo(one);
    friend.awaitConnected(one);
    one.connectTo(plain);
    for (int i = 0; i < 4; i++) {
      friend.awaitConnected(one);
      assertEquals("NOT_SENT", SocketStore.await(stranger.ask(0, 1, "?")));
      assertEquals("NOT_SENT", SocketStore.await(plain.ask(0, 1, "?")));
      assertEquals("NOT_SENT", SocketStore.await(one.ask(0, 4, "?")));
    }
    assertTrue(friend.gone.isEmpty());
  }

  @Test
  void newCertificatesAreUsedWithoutARestartAndOpenConnectionsGoOn() throws IOException, InterruptedException {
    SocketStore one = store(1, Optional.of(ours.writeTo(oneFolder, true)));
    SocketStore two = store(2, Optional.of(ours.writeTo(twoFolder, true)));
    one.connectTo(two);
    one.awaitConnected(two);
    assertFalse(SocketStore.await(two.network.reloadCertificates()), "nothing has changed");
    TestAuthority next = new TestAuthority("next");
    next.writeTo(twoFolder, true);
    assertTrue(SocketStore.await(two.network.reloadCertificates()));
    assertEquals("hi", SocketStore.await(one.ask(0, 2, "hi")));
    assertTrue(one.gone.isEmpty());
    // A new connection meets the new certificate, which the old authority has not signed.
    SocketStore three = store(3, Optional.of(ours.writeTo(Files.createDirectory(folder.resolve("3")), true)));
    three.connectTo(one, two);
    three.awaitConnected(one);
    assertEquals("NOT_SENT", SocketStore.await(three.ask(0, 2, "?")));
    next.writeTo(folder.resolve("3"), true);
    assertTrue(SocketStore.await(three.network.reloadCertificates()));
    three.awaitConnected(two);
  }

  @Test
  void filesThatAreNoCertificatesLeaveTheOldOnesInForce() throws IOException {
    SocketStore one = store(1, Optional.of(ours.writeTo(oneFolder, true)));
    Files.writeString(oneFolder.resolve("store.pem"), "half a certif");
    assertThrows(CompletionException.class, () -> SocketStore.await(one.network.reloadCertificates()));
    Files.copy(ours.writeTo(twoFolder, true).certificate(), oneFolder.resolve("store.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThrows(CompletionException.class, () -> SocketStore.await(one.network.reloadCertificates()), "another's");
    Files.delete(oneFolder.resolve("store.pem"));
    assertThrows(CompletionException.class, () -> SocketStore.await(one.network.reloadCertificates()));
    SocketStore two = store(2, Optional.of(ours.writeTo(twoFolder, true)));
    one.connectTo(two);
    two.connectTo(one);
    one.awaitConnected(two);
    two.awaitConnected(one);
  }

  private SocketStore store(long id, Optional<TlsFiles> tls) {
    SocketStore store = new SocketStore(vertx, new StoreIdentity(SocketStore.CLUSTER, id, 1), 2, tls);
    stores.add(store);
    return store;
  }
}
