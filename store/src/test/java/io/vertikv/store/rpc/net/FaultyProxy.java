package io.vertikv.store.rpc.net;

import io.vertikv.store.rpc.StoreAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a dialer and a store: forwards, cuts after so many bytes, or swallows everything. */
final class FaultyProxy {
  private final NetClient client;
  private final NetServer server;
  private final StoreAddress target;
  private final List<NetSocket> dialers = new CopyOnWriteArrayList<>();
  private volatile long bytesUntilCut = Long.MAX_VALUE;
  private volatile boolean swallows;

  FaultyProxy(Vertx vertx, StoreAddress target) {
    this.target = target;
    this.client = vertx.createNetClient();
    this.server = vertx.createNetServer();
    server.connectHandler(this::accept);
    SocketStore.await(server.listen(0, "127.0.0.1"));
  }

  StoreAddress address() { return new StoreAddress("127.0.0.1", server.actualPort()); }

  /** The dialer's side is cut when so many more bytes have gone to the store. */
  void cutAfter(long bytes) {
    bytesUntilCut = bytes;
  }

  void heal() {
    bytesUntilCut = Long.MAX_VALUE;
    swallows = false;
  }

  /** Bytes go nowhere, connections stay. */
  void swallow() { swallows = true; }

  private void accept(NetSocket dialer) {
    dialer.pause();
    dialers.add(dialer);
    Future<NetSocket> connected = client.connect(target.port(), target.host());
    connected.onFailure(failure -> dialer.close()).onSuccess(store -> {
      store.handler(bytes -> {
        if (!swallows) dialer.write(bytes);
      }).closeHandler(closed -> dialer.close());
      dialer.closeHandler(closed -> store.close()).handler(bytes -> {
        if (swallows) return;
        if (bytes.length() <= bytesUntilCut) {
          bytesUntilCut -= bytesUntilCut == Long.MAX_VALUE ? 0 : bytes.length();
          store.write(bytes);
        } else {
          store.write(bytes.getBuffer(0, (int) bytesUntilCut)).eventually(dialer::close);
        }
      }).resume();
    });
  }
}
