package io.vertikv.store.loop;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The event loop of a Vert.x context, with the clocks of the machine. A shell: the only place where they are read. */
public final class VertxLoop implements Loop {
  private final EventLoop loop;

  private VertxLoop(EventLoop loop) { this.loop = loop; }

  /** @throws IllegalArgumentException when the context is not one of an event loop */
  public static VertxLoop of(Context context) {
    if (!context.isEventLoopContext()) throw new IllegalArgumentException("not an event loop's context: " + context);
    return new VertxLoop(((ContextInternal) context).nettyEventLoop());
  }

  @Override
  public void execute(Runnable task) { loop.execute(task); }

  @Override
  public Cancellable schedule(long delayMillis, Runnable task) {
    Future<?> timer = loop.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
    return () -> timer.cancel(false);
  }

  @Override
  public long nanoTime() { return System.nanoTime(); }

  @Override
  public long wallMillis() { return System.currentTimeMillis(); }

  @Override
  public boolean inLoop() { return loop.inEventLoop(); }

  /** Two contexts may share a loop. */
  @Override
  public boolean equals(Object other) { return other instanceof VertxLoop v && v.loop == loop; }

  @Override
  public int hashCode() { return loop.hashCode(); }
}
