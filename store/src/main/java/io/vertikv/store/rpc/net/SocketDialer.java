package io.vertikv.store.rpc.net;

import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.store.rpc.link.Dialer;
import io.vertx.core.Context;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;

/** Connects one loop through Vert.x: the socket lives on the event loop of the context. */
final class SocketDialer implements Dialer {
  static final String VERTX_HANDLER = "handler";

  private static final int REASON_CHARS_MAX = 100;

  private final Context context;
  private final NetClient client;

  SocketDialer(Context context, NetClient client) {
    this.context = context;
    this.client = client;
  }

  @Override
  public void dial(StoreAddress address, Attempt attempt) {
    // Always a task of its own: whoever dials must not hear of it within the call.
    context.runOnContext(now -> client.connect(address.port(), address.host()).onComplete(socket -> {
      socket.exceptionHandler(failure -> socket.close());
      ((NetSocketInternal) socket).channelHandlerContext().pipeline().addBefore(VERTX_HANDLER, "rpc",
          new SocketChannel(address.toString(), attempt::opened));
    }, failure -> attempt.failed(reason(failure))));
  }

  /** The first cause says more than what is wrapped around it; some quote all that they met. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) cause = cause.getCause();
    String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return reason.length() <= REASON_CHARS_MAX ? reason : reason.substring(0, REASON_CHARS_MAX) + "…";
  }
}
