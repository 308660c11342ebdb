package io.vertikv.tools.bench;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * One test from connecting to figures. The calling thread only samples: replies and the CPU time of both processes are
 * read at the beginning and the end of the measured time and subtracted, so what counts is between two instants,
 * whenever single requests began.
 */
final class LoadRun {
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(60);
  /** A server that answers nothing for this long is given up. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long OWN_PROCESS = 0;

  private final Target target;
  private final LoadPlan plan;
  private final Speech speech;
  private final Supplier<ProcessUsage> server;
  private final ProgressLine progress;
  private final RunEvents events;
  private final List<Connection> connections = new ArrayList<>();
  private final List<Channel> channels = new ArrayList<>();
  private final Map<EventLoop, Tally> tallies = new IdentityHashMap<>();

  private LoadRun(Target target, LoadPlan plan, Speech speech, Supplier<ProcessUsage> server,
      ProgressLine progress) {
    this.target = target;
    this.plan = plan;
    this.speech = speech;
    this.server = server;
    this.progress = progress;
    this.events = new RunEvents(plan.clients());
  }

  /** {@code serverPids} empty: not known. Throws {@link BenchFailed}. */
  static BenchResult run(Target target, LoadPlan plan, Speech speech, List<Long> serverPids, ProgressLine progress)
      throws InterruptedException {
    Supplier<ProcessUsage> server = () -> ProcessUsage.of(serverPids);
    LoadRun run = new LoadRun(target, plan, speech, server, progress);
    try (Loops loops = new Loops(plan.threads())) {
      run.connect(loops);
      return run.measure();
    }
  }

  private void connect(Loops loops) throws InterruptedException {
    List<ChannelFuture> connecting = new ArrayList<>();
    List<SplittableRandom> chances = KeyDraw.chances(plan.seed(), plan.clients());
    for (int lane = 0; lane < plan.clients(); lane++) {
      Connection connection = connection(lane, chances.get(lane));
      connections.add(connection);
      connecting.add(loops.connect(target, connection));
    }
    for (ChannelFuture future : connecting) {
      if (!future.await(READY_NANOS, TimeUnit.NANOSECONDS) || !future.isSuccess())
        throw new BenchFailed("cannot connect to " + target.host() + ":" + target.port() + ": "
            + (future.cause() == null ? "no answer" : future.cause().getMessage()), future.cause());
      channels.add(future.channel());
    }
    if (!events.awaitReady(READY_NANOS)) throw new BenchFailed("the server accepts connections but does not answer");
  }

  private Connection connection(int lane, SplittableRandom random) {
    KeyDraw keys = KeyDraw.of(plan.distribution(), plan.space(), random, lane, plan.clients());
    Speech.Talk talk = speech.talk(target, keys, random, plan.open() ? 1 : plan.pipeline());
    if (plan.open()) return new OpenLoop(events, talk, plan.ratePerSecond(), lane, plan.clients());
    return new ClosedLoop(events, talk, plan.pipeline(), plan.requestsOf(lane));
  }

  private BenchResult measure() throws InterruptedException {
    RunWindow window = RunWindow.of(plan, System.nanoTime());
    for (Channel channel : channels)
      tallies.computeIfAbsent(channel.eventLoop(), loop -> new Tally(window.fromNanos(), window.toNanos()));
    Sample atStart = plan.warmUpNanos() == 0 ? sample() : null;
    for (int i = 0; i < channels.size(); i++) {
      Connection connection = connections.get(i);
      EventLoop loop = channels.get(i).eventLoop();
      Tally tally = tallies.get(loop);
      loop.execute(() -> connection.start(tally, window));
    }
    if (plan.open()) pumpAll();
    boolean over = follow(window.fromNanos());
    Sample from = atStart == null ? sample() : atStart;
    if (!over) over = follow(window.toNanos());
    Sample to = sample();
    if (!over && !follow(System.nanoTime() + SILENCE_NANOS))
      throw new BenchFailed("replies are missing " + TimeUnit.NANOSECONDS.toSeconds(SILENCE_NANOS)
          + " seconds after the last request");
    return result(from, to);
  }

  private void pumpAll() {
    Map<EventLoop, List<OpenLoop>> byLoop = new IdentityHashMap<>();
    for (int i = 0; i < channels.size(); i++)
      byLoop.computeIfAbsent(channels.get(i).eventLoop(), loop -> new ArrayList<>()).add((OpenLoop) connections.get(i));
    byLoop.forEach((loop, ofLoop) -> loop.scheduleWithFixedDelay(() -> {
      for (OpenLoop connection : ofLoop) connection.pump(System.nanoTime());
    }, 0, OpenLoop.TICK_NANOS, TimeUnit.NANOSECONDS));
  }

  /** Shows progress until then; true when the test ended before. */
  private boolean follow(long untilNanos) throws InterruptedException {
    long silentSince = System.nanoTime();
    Sample last = sample();
    while (true) {
      long now = System.nanoTime();
      if (events.awaitEnded(Math.min(SECOND_NANOS, untilNanos - now))) return true;
      if (untilNanos - System.nanoTime() <= 0) return false;
      Sample next = sample();
      progress.show(speech.name(), next.replies(), next.errors(),
          (next.replies() - last.replies()) * 1e9 / (next.nanos() - last.nanos()));
      if (next.replies() > last.replies()) silentSince = next.nanos();
      if (next.nanos() - silentSince > SILENCE_NANOS)
        throw new BenchFailed("the server has not answered for " + TimeUnit.NANOSECONDS.toSeconds(SILENCE_NANOS)
            + " seconds");
      last = next;
    }
  }

  private record Sample(long nanos, long replies, long errors, ProcessUsage server, ProcessUsage client) {}

  private Sample sample() {
    long replies = tallies.values().stream().mapToLong(Tally::replies).sum();
    long errors = tallies.values().stream().mapToLong(Tally::errors).sum();
    return new Sample(System.nanoTime(), replies, errors, server.get(), ProcessUsage.of(OWN_PROCESS));
  }

  private BenchResult result(Sample from, Sample to) {
    Histogram latencies = Tally.newHistogram();
    tallies.values().forEach(tally -> latencies.add(tally.latencies()));
    progress.clear();
    return new BenchResult(speech.name(), plan, to.replies() - from.replies(), to.errors() - from.errors(),
        events.firstError(), (to.nanos() - from.nanos()) / 1e9, latencies,
        to.server().cpuNanos() - from.server().cpuNanos(), to.client().cpuNanos() - from.client().cpuNanos(),
        to.server().residentBytes());
  }
}
