package io.vertikv.store.rpc.link;

import io.netty.buffer.ByteBuf;

/**
 * A stream of bytes to another store, as the logic of links sees it; used on one loop only. What is sent arrives in order or
 * not at all. After {@link #close} nothing is reported any more but its {@link Events#closed}.
 */
public interface Connection {
  /** An empty buffer for {@link #write}. */
  ByteBuf buffer(int capacity);

  /** Takes the buffer over; it leaves with the next {@link #flush}. */
  void write(ByteBuf bytes);

  void flush();

  /** Bytes that were written and have not left this process. */
  long unsentBytes();

  /** Whether bytes are taken from the other side: while they are not, it notices when its own buffers are full. */
  void reading(boolean on);

  /** Ends the connection after what was written has left. */
  void closeAfterSending();

  void close();

  /** The other side's address, for the log. */
  String remote();

  /** What happens to a connection; called on its loop. */
  interface Events {
    /** Some bytes, which are valid during the call. */
    void received(ByteBuf bytes);

    /** No more bytes are at hand at this moment. */
    void receivedAll();

    /** The end, reported once. */
    void closed(String reason);
  }
}
