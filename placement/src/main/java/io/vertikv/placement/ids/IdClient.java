package io.vertikv.placement.ids;

import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.Transport;
import java.util.function.Consumer;

/**
 * Gets ids from wherever the leader is. A try that ended in doubt is made again like any other, since the key makes it the
 * same wish; only when time is up does the doubt reach the caller.
 */
public final class IdClient {
  /** For the answer to one try. */
  public static final long PATIENCE_MILLIS = 1_000;
  /** Between two tries. */
  public static final long PAUSE_MILLIS = 50;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Loop loop;
  private final Transport transport;
  private final IdSource local;

  /**
   * @param local asked first, at each try, on the same loop; where there is no replica it says {@link IdOutcome.NotLeader}
   *        with a store that has one
   */
  public IdClient(Loop loop, Transport transport, IdSource local) {
    this.loop = loop;
    this.transport = transport;
    this.local = local;
  }

  /**
   * Asks until there is an id or time is up.
   *
   * @param deadlineNanos on the loop's monotonic clock
   * @param done hears once, on the loop, not before this returns: {@link IdOutcome.Allocated}, {@link IdOutcome.Refused},
   *        at the deadline {@link IdOutcome.Unknown} when some try may have had an effect, or else
   *        {@link IdOutcome.Unavailable}
   */
  public void allocate(RequestKey key, long deadlineNanos, Consumer<IdOutcome> done) {
    new Wish(key, deadlineNanos, done).begin();
  }

  private final class Wish implements Consumer<IdOutcome> {
    private final RequestKey key;
    private final long deadlineNanos;
    private final Consumer<IdOutcome> done;
    private Loop.Cancellable alarm;
    /** A try has no outcome yet. */
    private boolean trying;
    /** Some try may have had an effect, or will have one. */
    private boolean inDoubt;
    private boolean finished;

    Wish(RequestKey key, long deadlineNanos, Consumer<IdOutcome> done) {
      this.key = key;
      this.deadlineNanos = deadlineNanos;
      this.done = done;
    }

    void begin() {
      long left = deadlineNanos - loop.nanoTime();
      alarm = loop.schedule(Math.max(0, left / NANOS_PER_MILLI), this::timeIsUp);
      loop.execute(this::again);
    }

    private void again() {
      if (finished) return;
      trying = true;
      local.allocate(key, outcome -> {
        if (outcome instanceof IdOutcome.NotLeader(long store) && store != 0) ask(store, false);
        else accept(outcome);
      });
    }

    private void ask(long store, boolean redirected) {
      if (finished) return;
      long deadline = Math.min(deadlineNanos, loop.nanoTime() + PATIENCE_MILLIS * NANOS_PER_MILLI);
      transport.request(store, IdWire.request(key), deadline, new Transport.ReplyTarget() {
        @Override
        public void answered(byte[] payload) {
          IdOutcome outcome = decoded(payload);
          if (outcome instanceof IdOutcome.NotLeader(long next) && next != 0 && next != store && !redirected) {
            ask(next, true);
          } else {
            accept(outcome);
          }
        }

        @Override
        public void failed(Transport.RequestFailure failure) {
          accept(switch (failure) {
            case NOT_SENT -> new IdOutcome.Unavailable("the leader is out of reach");
            case LOST, DEADLINE -> new IdOutcome.Unknown();
          });
        }
      });
      transport.flush();
    }

    private static IdOutcome decoded(byte[] payload) {
      try {
        return IdWire.outcome(payload);
      } catch (MalformedBytes e) {
        return new IdOutcome.Refused(e.getMessage());
      }
    }

    @Override
    public void accept(IdOutcome outcome) {
      if (finished) return;
      trying = false;
      switch (outcome) {
        case IdOutcome.Allocated allocated -> finish(allocated);
        case IdOutcome.Refused refused -> finish(refused);
        case IdOutcome.NotLeader elsewhere -> later();
        case IdOutcome.Unavailable none -> later();
        case IdOutcome.Unknown unknown -> {
          inDoubt = true;
          later();
        }
      }
    }

    private void later() { loop.schedule(PAUSE_MILLIS, this::again); }

    private void timeIsUp() {
      if (!finished)
        finish(inDoubt || trying ? new IdOutcome.Unknown() : new IdOutcome.Unavailable("no answer in time"));
    }

    private void finish(IdOutcome outcome) {
      finished = true;
      alarm.cancel();
      done.accept(outcome);
    }
  }
}
