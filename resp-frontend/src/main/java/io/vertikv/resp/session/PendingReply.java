package io.vertikv.resp.session;

import io.vertikv.resp.reply.Reply;
import io.vertikv.txn.region.Lane;

/** A place in a session's line of replies; the link is its own, so that waiting costs no further object. */
abstract class PendingReply {
  final Session session;
  final Route route;
  /** The protocol version that was spoken when the command came. */
  private final byte protocol;
  private final boolean silent;
  PendingReply next;
  /** What the command keeps in memory until it is answered. */
  private long bytes;
  private Reply reply;

  PendingReply(Session session, Route route) {
    this.session = session;
    this.route = route;
    protocol = session.protocolByte();
    silent = session.replyWish().silent();
  }

  /** The commands that came with it have been taken from the input. */
  void parsed(long nowNanos) {}

  /** It leaves with this turn. */
  void leaves(Pace pace, StageTimes times) {}

  /** It has its answer. */
  void over() {}

  /** On the session's loop. */
  final void answer(Reply reply) {
    this.reply = reply;
    over();
    session.settled(bytes);
    session.answered(this);
  }

  /** A connection's operations keep their order. */
  public final Lane lane() { return session.lane(); }

  final void weighs(long bytes) { this.bytes = bytes; }

  final Reply reply() { return reply; }

  final boolean answered() { return reply != null; }

  final byte protocol() { return protocol; }

  final boolean silent() { return silent; }
}
