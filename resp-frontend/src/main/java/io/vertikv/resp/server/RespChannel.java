package io.vertikv.resp.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.vertikv.resp.session.Connection;
import io.vertikv.resp.session.FrontLoop;
import io.vertikv.resp.session.RespConfig;
import io.vertikv.resp.session.Session;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One socket. Bytes in go to the session, which copies them; what it sends leaves when it says so. */
final class RespChannel extends ChannelInboundHandlerAdapter implements Connection {
  private static final Logger LOG = LoggerFactory.getLogger(RespChannel.class);
  private static final int FIRST_BUFFER_BYTES = 512;
  /**
   * A connection that we end stays half open for so long: closing it with input unread would reset it, and the client might
   * never see why.
   */
  private static final int LINGER_MILLIS = 1000;

  private final FrontLoop frontLoop;
  private final RespConfig.Limits limits;
  private ChannelHandlerContext context;
  private Session session;
  private String peerAddress;
  private String localAddress;
  private boolean ending;

  RespChannel(FrontLoop frontLoop, RespConfig.Limits limits) {
    this.frontLoop = frontLoop;
    this.limits = limits;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
    Channel channel = context.channel();
    channel.config().setWriteBufferWaterMark(
        new WriteBufferWaterMark(limits.outputBytesHigh() / 2, limits.outputBytesHigh()));
    session = frontLoop.open(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      if (session != null) session.received(bytes);
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (session != null && context.channel().isWritable()) session.sent();
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (session != null) session.disconnected();
    context.fireChannelInactive();
  }

  /** A reset by the peer, mostly; anything else is a defect. This connection is over, the others are not concerned. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    // What TLS has to say comes wrapped.
    boolean ofTheNetwork = failure instanceof IOException || failure.getCause() instanceof IOException;
    if (!ofTheNetwork) LOG.error("connection of {} closed", peerAddress(), failure);
    context.close();
  }

  @Override
  public ByteBuf buffer() { return context.alloc().directBuffer(FIRST_BUFFER_BYTES); }

  @Override
  public void send(ByteBuf bytes) { context.write(bytes, context.voidPromise()); }

  @Override
  public void flush() { context.flush(); }

  @Override
  public void reading(boolean on) { context.channel().config().setAutoRead(on); }

  @Override
  public long unsentBytes() {
    ChannelOutboundBuffer unsent = context.channel().unsafe().outboundBuffer();
    return unsent == null ? 0 : unsent.totalPendingWriteBytes();
  }

  @Override
  public void closeAfterSending() {
    if (ending) return;
    ending = true;
    ChannelFuture sent = context.writeAndFlush(Unpooled.EMPTY_BUFFER);
    sent.addListener(done -> endOutput());
  }

  private void endOutput() {
    // TLS has a farewell of its own, which closing sends.
    boolean plain = context.pipeline().get(SslHandler.class) == null;
    if (plain && context.channel() instanceof DuplexChannel channel && channel.isActive()) {
      channel.shutdownOutput();
      channel.config().setAutoRead(true);
      channel.eventLoop().schedule(() -> { context.close(); }, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      context.close();
    }
  }

  @Override
  public void close() { context.close(); }

  @Override
  public String peerAddress() {
    if (peerAddress == null) peerAddress = text(context.channel().remoteAddress());
    return peerAddress;
  }

  @Override
  public String localAddress() {
    if (localAddress == null) localAddress = text(context.channel().localAddress());
    return localAddress;
  }

  private static String text(SocketAddress address) {
    if (!(address instanceof InetSocketAddress internet)) return "?:0";
    String host = internet.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + internet.getPort();
  }
}
