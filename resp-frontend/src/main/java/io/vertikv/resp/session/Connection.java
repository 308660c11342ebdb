package io.vertikv.resp.session;

import io.netty.buffer.ByteBuf;

/** What a session needs of its socket. All calls on the session's loop. */
public interface Connection {
  /** An empty buffer for replies. */
  ByteBuf buffer();

  /** Takes over the buffer; it leaves with the next {@link #flush}. */
  void send(ByteBuf bytes);

  void flush();

  /** Whether the socket is read. */
  void reading(boolean on);

  /** Bytes sent and not yet taken by the kernel. */
  long unsentBytes();

  /** Closes once what was sent before has left; nothing is read any more. */
  void closeAfterSending();

  /** Closes at once. */
  void close();

  /** As {@code 127.0.0.1:4242}. */
  String peerAddress();

  /** As {@code 127.0.0.1:6379}. */
  String localAddress();
}
