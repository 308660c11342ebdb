package io.vertikv.tools.crash;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/** One client: sends pipelines of writes until the server is gone. */
final class LoadConnection implements Callable<Journal> {
  private static final int PIPELINE_MAX = 32;

  private final int port;
  private final Load load;
  private final RandomGenerator random;
  private final Gauge gauge;
  private final Journal journal = new Journal();

  LoadConnection(int port, Load load, RandomGenerator random, Gauge gauge) {
    this.port = port;
    this.load = load;
    this.random = random;
    this.gauge = gauge;
  }

  @Override
  public Journal call() {
    try (RespWire wire = RespWire.connect(port)) {
      while (true) pipeline(wire);
    } catch (IOException gone) {
      if (!gauge.ending()) fail(new CrashTestFailed("the server closed a connection", gone));
    } catch (CrashTestFailed failure) {
      fail(failure);
    }
    return journal;
  }

  /** Noted before it is sent: what the journal does not have cannot have happened. */
  private void pipeline(RespWire wire) throws IOException {
    List<Write> writes = new ArrayList<>();
    int count = 1 + random.nextInt(PIPELINE_MAX);
    for (int i = 0; i < count; i++) {
      Write write = load.next();
      writes.add(write);
      journal.sent(write);
      write.sendTo(wire);
    }
    wire.flush();
    for (Write write : writes) {
      write.awaitReplies(wire);
      journal.acknowledged();
      load.acknowledged(write);
      gauge.acknowledged();
    }
  }

  private void fail(CrashTestFailed failure) {
    gauge.failed(failure);
    throw failure;
  }
}
