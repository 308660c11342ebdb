package io.vertikv.resp.session;

/** One line of CLIENT LIST, with every field of Redis 7.2 in its order (networking.c, catClientInfoString). */
final class ClientLine {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  /** What a session takes without anything going on, roughly. */
  private static final int SESSION_BYTES = 1024;

  private ClientLine() {}

  static String of(Session session) {
    Client client = session.client();
    Block block = session.block();
    long now = session.loop().nanoTime();
    int input = session.decoder().pendingBytes();
    int held = session.decoder().heldBytes();
    long queued = block == null ? 0 : block.bytes();
    long unsent = session.unsent();
    return "id=" + session.id() + " addr=" + session.peerAddress() + " laddr=" + session.localAddress() + " fd=0 name="
        + client.name() + " age=" + (now - client.connectedNanos()) / NANOS_PER_SECOND + " idle="
        + (now - client.activeNanos()) / NANOS_PER_SECOND + " flags=" + flags(session) + " db=" + session.db()
        + " sub=0 psub=0 ssub=0 multi=" + (block == null ? -1 : block.commands().size()) + " qbuf=" + input
        + " qbuf-free=" + (held - input) + " argv-mem=0 multi-mem=" + queued + " rbs=0 rbp=0 obl=0 oll="
        + session.outstandingReplies() + " omem=" + unsent + " tot-mem=" + (SESSION_BYTES + held + queued + unsent)
        + " events=" + (session.isReading() ? "r" : "") + (unsent > 0 ? "w" : "") + " cmd=" + client.lastCommand()
        + " user=default redir=-1 resp=" + session.protocol() + " lib-name=" + client.libraryName() + " lib-ver="
        + client.libraryVersion();
  }

  private static String flags(Session session) {
    StringBuilder flags = new StringBuilder();
    if (session.block() != null) flags.append('x');
    if (session.isPaused()) flags.append('b');
    if (session.isClosing()) flags.append('c');
    if (session.client().noEvict()) flags.append('e');
    if (session.client().noTouch()) flags.append('T');
    return flags.isEmpty() ? "N" : flags.toString();
  }
}
