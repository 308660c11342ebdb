package io.vertikv.tools.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * One client of the server: sends batches, counts replies. Lives on one event loop, whose {@link Tally} it shares with its
 * neighbours. How it decides when to send is what {@link ClosedLoop} and {@link OpenLoop} differ in.
 */
abstract class Connection extends ChannelInboundHandlerAdapter {
  private final RunEvents events;
  private final Speech.Talk talk;
  private final Speech.Requests batch;
  private final Speech.Replies reader;
  private Tally tally;
  private ChannelHandlerContext channel;
  private int greetingsLeft;
  private boolean running;
  private boolean ended;
  private long sent;
  private long answered;

  Connection(RunEvents events, Speech.Talk talk) {
    this.events = events;
    this.talk = talk;
    this.batch = talk.requests();
    this.reader = talk.replies();
  }

  /** More replies came: {@code count} of them, at one time. */
  abstract void onReplies(long count, long nowNanos);

  /** The first requests, if it is time for them. */
  abstract void onStart(RunWindow window);

  /** From now on it sends. On its event loop. */
  final void start(Tally loopTally, RunWindow window) {
    tally = loopTally;
    running = true;
    onStart(window);
  }

  final void send(int requests) {
    batch.fill(requests);
    sent += requests;
    ByteBuf out = channel.alloc().directBuffer(batch.length());
    out.writeBytes(batch.bytes(), 0, batch.length());
    channel.writeAndFlush(out, channel.voidPromise());
  }

  /** It will send no more, and every reply has come. */
  final void end() {
    if (ended) return;
    ended = true;
    events.ended();
  }

  final long sent() { return sent; }

  final long answered() { return answered; }

  final Tally tally() { return tally; }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = context;
    greetingsLeft = talk.greetingReplies();
    write(talk.greeting());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf in = (ByteBuf) message;
    long repliesBefore = reader.replies();
    long errorsBefore = reader.errors();
    try {
      byte[] bytes = tally == null ? new byte[in.readableBytes()] : tally.readBuffer();
      while (in.isReadable()) {
        int length = Math.min(in.readableBytes(), bytes.length);
        in.readBytes(bytes, 0, length);
        reader.read(bytes, length);
      }
    } finally {
      in.release();
    }
    byte[] owed = reader.takeAnswers();
    if (owed.length > 0) write(owed);
    long count = reader.replies() - repliesBefore;
    if (running) {
      tally.counted(count, reader.errors() - errorsBefore);
      if (errorsBefore == 0 && reader.errors() > 0) events.errorReply(reader.firstError());
      answered += count;
      if (answered > sent) events.failed(new BenchFailed("the server sent more replies than there were requests"));
      else if (count > 0) onReplies(count, System.nanoTime());
    } else {
      greeted(count);
    }
  }

  private void greeted(long count) {
    if (reader.errors() > 0) {
      events.failed(new BenchFailed("the server refuses a connection: " + reader.firstError()));
      return;
    }
    greetingsLeft -= (int) count;
    if (greetingsLeft > 0) return;
    reader.requestsBegin();
    events.ready();
  }

  private void write(byte[] bytes) {
    channel.writeAndFlush(channel.alloc().directBuffer(bytes.length).writeBytes(bytes), channel.voidPromise());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (!ended)
      events.failed(new BenchFailed("the server closed a connection" + (reader.errors() > 0
          ? ": " + reader.firstError()
          : "")));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    events.failed(new BenchFailed(String.valueOf(cause.getMessage()), cause));
    context.close();
  }
}
