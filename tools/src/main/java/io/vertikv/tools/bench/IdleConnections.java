package io.vertikv.tools.bench;

import io.netty.channel.ChannelFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Opens connections that say PING once and then nothing, and asks what they cost the server in memory. */
final class IdleConnections {
  private static final int AT_A_TIME = 200;
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(60);

  private IdleConnections() {}

  /** Bytes of resident memory per connection while all are open. */
  static double bytesEach(Target target, int connections, long serverPid) throws InterruptedException {
    try (Loops loops = new Loops(1)) {
      long before = ProcessUsage.of(serverPid).residentBytes();
      RunEvents events = new RunEvents(connections);
      List<ChannelFuture> connecting = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        connecting.add(loops.connect(target, new Idle(target, events)));
        if (connecting.size() == AT_A_TIME) awaitAll(target, connecting); // the server's backlog is short
      }
      awaitAll(target, connecting);
      if (!events.awaitReady(ANSWER_NANOS)) throw new BenchFailed("some connections were not answered");
      return (ProcessUsage.of(serverPid).residentBytes() - before) / (double) connections;
    }
  }

  private static void awaitAll(Target target, List<ChannelFuture> connecting) throws InterruptedException {
    for (ChannelFuture each : connecting) {
      if (!each.await(ANSWER_NANOS, TimeUnit.NANOSECONDS) || !each.isSuccess())
        throw new BenchFailed("cannot connect to " + target.host() + ":" + target.port() + " any more: " + each.cause(),
            each.cause());
    }
    connecting.clear();
  }

  private static final class Idle extends Connection {
    /** It never sends a request. */
    Idle(Target target, RunEvents events) {
      super(events, new Speech.Talk(Target.encode(target.greeting()), target.greeting().size(), null,
          new ReplyReader(1)));
    }

    @Override
    void onStart(RunWindow window) {}

    @Override
    void onReplies(long count, long nowNanos) {}
  }
}
