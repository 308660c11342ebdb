package io.vertikv.placement.tso;

import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.rpc.RequestDesk;
import java.util.Arrays;
import java.util.function.Consumer;

/** Answers other stores' requests for timestamps, on the oracle's loop and at once. */
public final class TimestampServer implements RequestDesk.Clerk {
  private final OracleGroup oracle;

  public TimestampServer(OracleGroup oracle) { this.oracle = oracle; }

  @Override
  public void asked(long fromStore, byte[] payload, Consumer<byte[]> answer) {
    answer.accept(TimestampWire.encode(answer(payload)));
  }

  private TimestampWire.Answer answer(byte[] payload) {
    int count;
    try {
      count = TimestampWire.count(payload);
    } catch (MalformedBytes e) {
      return new TimestampWire.Answer.Refused(e.getMessage());
    }
    if (!oracle.leads()) return new TimestampWire.Answer.Elsewhere(oracle.leaderStore());
    long[] timestamps = new long[count];
    int given = 0;
    for (long ts = oracle.next(); ts != 0; ts = given < count ? oracle.next() : 0) timestamps[given++] = ts;
    if (given == 0) return new TimestampWire.Answer.NotNow();
    return new TimestampWire.Answer.Given(given == count ? timestamps : Arrays.copyOf(timestamps, given));
  }
}
