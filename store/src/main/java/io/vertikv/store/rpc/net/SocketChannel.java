package io.vertikv.store.rpc.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.vertikv.store.rpc.link.Connection;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One socket with another store, as a {@link Connection}. Sits before Vert.x's handler, which learns only of the end. */
final class SocketChannel extends ChannelInboundHandlerAdapter implements Connection {
  private static final Logger LOG = LoggerFactory.getLogger(SocketChannel.class);
  /** Closing a socket with input unread would reset it, and the other side might never see why. */
  private static final int LINGER_MILLIS = 1000;

  private final String remote;
  private final Function<Connection, Events> owner;
  private ChannelHandlerContext context;
  private Events events;
  private String end = "closed by the other side";

  /** @param owner is told when the socket can be used, and hears from then on what happens to it */
  SocketChannel(String remote, Function<Connection, Events> owner) {
    this.remote = remote;
    this.owner = owner;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    events = owner.apply(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      events.received(bytes);
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext from) {
    events.receivedAll();
    from.fireChannelReadComplete();
  }

  @Override
  public void channelInactive(ChannelHandlerContext from) {
    events.closed(end);
    from.fireChannelInactive();
  }

  /** A reset by the other side, mostly; anything else is a defect. This connection is over, others are not concerned. */
  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable failure) {
    end = SocketDialer.reason(failure);
    // What TLS has to say comes wrapped.
    boolean ofTheNetwork = failure instanceof IOException || failure.getCause() instanceof IOException;
    if (!ofTheNetwork) LOG.error("connection with {} closed", remote, failure);
    from.close();
  }

  @Override
  public ByteBuf buffer(int capacity) { return context.alloc().directBuffer(capacity); }

  @Override
  public void write(ByteBuf bytes) { context.write(bytes, context.voidPromise()); }

  @Override
  public void flush() { context.flush(); }

  @Override
  public long unsentBytes() {
    ChannelOutboundBuffer unsent = context.channel().unsafe().outboundBuffer();
    return unsent == null ? 0 : unsent.totalPendingWriteBytes();
  }

  @Override
  public void reading(boolean on) { context.channel().config().setAutoRead(on); }

  @Override
  public void closeAfterSending() {
    end = "closed by this side";
    context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> {
      if (!(context.channel() instanceof DuplexChannel channel) || !channel.isActive()) {
        context.close();
        return;
      }
      channel.shutdownOutput();
      channel.eventLoop().schedule(() -> { context.close(); }, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    });
  }

  @Override
  public void close() {
    end = "closed by this side";
    context.close();
  }

  @Override
  public String remote() { return remote; }
}
