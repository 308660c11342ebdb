package io.vertikv.tools.sim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertikv.resp.session.Connection;
import io.vertikv.resp.session.FrontLoop;
import io.vertikv.resp.session.Session;
import java.util.random.RandomGenerator;

/**
 * A client's connection to a front end: bytes in both directions, in order, in pieces of any size, until it breaks. What was
 * on its way then is lost; each side hears of it a little later.
 */
final class SimConnection implements Connection {
  /** What a client hears of its connection. */
  interface Peer {
    void received(byte[] bytes);

    /** Nothing comes any more. */
    void broken();
  }

  private static final int PIECES_MAX = 3;

  private final SimScheduler time;
  private final SimLoop loop;
  private final RandomGenerator random;
  private final Peer peer;
  private final ByteBuf unsent = Unpooled.buffer();
  private long lastIn;
  private long lastOut;
  private Session session;
  private boolean broken;

  SimConnection(SimScheduler time, SimLoop loop, RandomGenerator random, Peer peer) {
    this.time = time;
    this.loop = loop;
    this.random = random;
    this.peer = peer;
  }

  // ---- the client's end

  void open(FrontLoop frontLoop) { loop.execute(() -> session = frontLoop.open(this)); }

  void ask(byte[] bytes) {
    int from = 0;
    for (int left = 1 + random.nextInt(PIECES_MAX); from < bytes.length; left--) {
      int to = left <= 1 ? bytes.length : from + 1 + random.nextInt(bytes.length - from);
      ByteBuf piece = Unpooled.copiedBuffer(bytes, from, to - from);
      lastIn = arrival(lastIn);
      at(lastIn, () -> loop.execute(() -> {
        if (session != null) session.received(piece);
      }));
      from = to;
    }
  }

  /** The client has had enough. */
  void hangUp() {
    if (broken) return;
    broken = true;
    time.after(random.nextLong(SimScheduler.MILLI), () -> loop.execute(() -> {
      if (session != null) session.disconnected();
    }));
  }

  // ---- the server's end

  /** The process has died, or has closed it. */
  void breaks() {
    if (broken) return;
    broken = true;
    time.after(random.nextLong(SimScheduler.MILLI), peer::broken);
  }

  @Override
  public ByteBuf buffer() { return Unpooled.buffer(); }

  @Override
  public void send(ByteBuf bytes) {
    unsent.writeBytes(bytes);
    bytes.release();
  }

  @Override
  public void flush() {
    byte[] bytes = ByteBufUtil.getBytes(unsent);
    unsent.clear();
    if (bytes.length == 0) return;
    lastOut = arrival(lastOut);
    at(lastOut, () -> peer.received(bytes));
  }

  @Override
  public void reading(boolean on) {}

  @Override
  public long unsentBytes() { return 0; }

  @Override
  public void closeAfterSending() { close(); }

  @Override
  public void close() { breaks(); }

  @Override
  public String peerAddress() { return "127.0.0.1:4242"; }

  @Override
  public String localAddress() { return "127.0.0.1:6379"; }

  private long arrival(long after) {
    return Math.max(after + 1, time.nowNanos() + random.nextLong(SimScheduler.MILLI));
  }

  private void at(long nanos, Runnable arrive) {
    time.after(nanos - time.nowNanos(), () -> {
      if (!broken) arrive.run();
    });
  }
}
