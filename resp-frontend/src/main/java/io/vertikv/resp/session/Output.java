package io.vertikv.resp.session;

import io.netty.buffer.ByteBuf;
import io.vertikv.resp.protocol.RespEncoder;
import io.vertikv.resp.reply.Reply;

/**
 * A session's replies as bytes on their way to the socket: encoded as they come, sent once a turn. Bounded: a reply that is
 * larger than all that may be unsent, or a client that does not take what it asked for, ends the session (Redis:
 * client-output-buffer-limit).
 */
final class Output {
  /** Replies of one turn leave in parts of about this size: a buffer that grows further is copied again and again. */
  private static final int PART_BYTES = 64 << 10;
  /** Aggregates up to so many items are written without asking how long they will be. */
  private static final int UNMEASURED_ITEMS = 16;

  private final Session session;
  private final Connection connection;
  private final long unsentMax;
  private ByteBuf out;
  private boolean inTurn;

  Output(Session session, Connection connection, long unsentMax) {
    this.session = session;
    this.connection = connection;
    this.unsentMax = unsentMax;
  }

  void write(Reply reply, int version) {
    if (tooLong(reply)) {
      exceeded();
      return;
    }
    if (out == null) {
      out = connection.buffer();
      toSend();
    }
    RespEncoder.write(reply, version, out);
    if (out.readableBytes() >= PART_BYTES) sendPart();
  }

  private boolean tooLong(Reply reply) {
    int items = switch (reply) {
      case Reply.Array array -> array.items().size();
      case Reply.MapOf map -> map.flat().size();
      case Reply.SetOf set -> set.items().size();
      default -> 0;
    };
    return items > UNMEASURED_ITEMS && RespEncoder.lengthUpTo(reply, unsentMax) > unsentMax;
  }

  private void sendPart() {
    int bytes = out.readableBytes();
    session.client().sent(bytes);
    session.frontLoop().statistics().written(bytes);
    connection.send(out);
    out = null;
    if (connection.unsentBytes() > unsentMax) exceeded();
  }

  private void exceeded() {
    session.frontLoop().statistics().outputLimitCloses++;
    session.close();
  }

  /** The session takes part in the end of this turn. */
  void toSend() {
    if (inTurn) return;
    inTurn = true;
    session.frontLoop().turn().replying(session);
  }

  /** The end of the turn. */
  void flush() {
    inTurn = false;
    if (out != null) sendPart();
    connection.flush();
  }

  /** Encoded and not yet taken by the kernel. */
  long unsentBytes() {
    return connection.unsentBytes() + (out == null ? 0 : out.readableBytes());
  }

  void release() {
    if (out != null) out.release();
    out = null;
  }
}
