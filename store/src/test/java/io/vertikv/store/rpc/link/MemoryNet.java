package io.vertikv.store.rpc.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.StoreAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Connections in memory, one millisecond long, that can be cut anywhere, go silent, or stop taking bytes. */
final class MemoryNet {
  private static final long LATENCY_NANOS = 1_000_000;

  private final VirtualTime time;
  private final Map<StoreAddress, List<LoopTransport>> listeners = new HashMap<>();
  private final List<ByteBuf> buffers = new ArrayList<>();
  final List<End> dialed = new ArrayList<>();
  int attempts;
  /** New connections are made, and nothing passes through them. */
  boolean mute;

  MemoryNet(VirtualTime time) { this.time = time; }

  void listen(StoreAddress address, List<LoopTransport> loops) { listeners.put(address, new ArrayList<>(loops)); }

  void deaf(StoreAddress address) { listeners.remove(address); }

  Dialer dialer(Loop loop) {
    return (address, attempt) -> time.at(LATENCY_NANOS, () -> connect(loop, address, attempt));
  }

  private void connect(Loop loop, StoreAddress address, Dialer.Attempt attempt) {
    attempts++;
    List<LoopTransport> loops = listeners.get(address);
    if (loops == null) {
      loop.execute(() -> attempt.failed("connection refused"));
      return;
    }
    LoopTransport acceptor = loops.removeFirst();
    loops.add(acceptor);
    End near = new End(loop, address.toString());
    End far = new End(acceptor.loop(), "dialer " + attempts);
    near.other = far;
    far.other = near;
    dialed.add(near);
    if (mute) near.halfOpen();
    acceptor.loop().execute(() -> far.events = acceptor.accept(far));
    loop.execute(() -> near.events = attempt.opened(near));
  }

  /** Connects without being a store. */
  End stranger(LoopTransport acceptor, Loop loop) {
    End near = new End(loop, "here");
    End far = new End(acceptor.loop(), "stranger");
    near.other = far;
    far.other = near;
    near.events = near;
    acceptor.loop().execute(() -> far.events = acceptor.accept(far));
    return near;
  }

  End last() { return dialed.getLast(); }

  long unreleasedBuffers() { return buffers.stream().filter(buffer -> buffer.refCnt() > 0).count(); }

  /** One end of a connection. */
  final class End implements Connection, Connection.Events {
    private final Loop loop;
    private final String remote;
    private final List<ByteBuf> written = new ArrayList<>();
    private final List<byte[]> unread = new ArrayList<>();
    final List<byte[]> heard = new ArrayList<>();
    private End other;
    private Connection.Events events;
    private boolean reading = true;
    private boolean closed;
    private boolean closedByOther;
    private boolean silent;
    /** This many further bytes of this end arrive, then the connection breaks. */
    private long breaksAfter = Long.MAX_VALUE;
    private long stuckBytes;
    boolean stuck;
    int flushes;
    String end;

    End(Loop loop, String remote) {
      this.loop = loop;
      this.remote = remote;
    }

    End other() { return other; }

    boolean isClosed() { return closed || closedByOther; }

    void breakAfter(long bytes) { breaksAfter = bytes; }

    /** Both directions go on without a sign, and without what is sent. */
    void halfOpen() {
      silent = true;
      other.silent = true;
    }

    void sendRaw(byte[] bytes) {
      write(buffer(bytes.length).writeBytes(bytes));
      flush();
    }

    @Override
    public ByteBuf buffer(int capacity) {
      ByteBuf buffer = Unpooled.buffer(capacity);
      buffers.add(buffer);
      return buffer;
    }

    @Override
    public void write(ByteBuf bytes) { written.add(bytes); }

    @Override
    public void flush() {
      flushes++;
      for (ByteBuf each : written) {
        byte[] bytes = new byte[each.readableBytes()];
        each.readBytes(bytes).release();
        if (stuck) stuckBytes += bytes.length;
        else transmit(bytes);
      }
      written.clear();
    }

    private void transmit(byte[] bytes) {
      if (silent || isClosed()) return;
      if (bytes.length > breaksAfter) {
        byte[] part = java.util.Arrays.copyOf(bytes, (int) breaksAfter);
        time.at(LATENCY_NANOS, () -> other.loop.execute(() -> other.arrive(part)));
        time.at(2 * LATENCY_NANOS, () -> {
          other.loop.execute(() -> other.ended("reset"));
          loop.execute(() -> ended("reset"));
        });
        silent = true;
        return;
      }
      breaksAfter -= bytes.length;
      time.at(LATENCY_NANOS, () -> other.loop.execute(() -> other.arrive(bytes)));
    }

    private void arrive(byte[] bytes) {
      if (isClosed()) return;
      if (!reading) {
        unread.add(bytes);
        return;
      }
      ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
      events.received(buffer);
      if (!isClosed()) events.receivedAll();
    }

    @Override
    public long unsentBytes() { return stuckBytes; }

    @Override
    public void reading(boolean on) {
      reading = on;
      if (!on) return;
      List<byte[]> late = List.copyOf(unread);
      unread.clear();
      loop.execute(() -> late.forEach(this::arrive));
    }

    @Override
    public void closeAfterSending() { close(); }

    @Override
    public void close() {
      if (isClosed()) return;
      closed = true;
      loop.execute(() -> events.closed("closed by this side"));
      if (!silent) time.at(LATENCY_NANOS, () -> other.loop.execute(() -> other.ended("closed by the other side")));
    }

    private void ended(String reason) {
      if (isClosed()) return;
      closedByOther = true;
      events.closed(reason);
    }

    @Override
    public String remote() { return remote; }

    @Override
    public void received(ByteBuf bytes) {
      byte[] copy = new byte[bytes.readableBytes()];
      bytes.readBytes(copy);
      heard.add(copy);
    }

    @Override
    public void receivedAll() {}

    @Override
    public void closed(String reason) { end = reason; }
  }
}
