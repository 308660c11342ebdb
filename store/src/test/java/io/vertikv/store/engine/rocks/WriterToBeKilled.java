package io.vertikv.store.engine.rocks;

import java.io.IOException;
import java.nio.file.Path;

/** The child process of {@link RocksCrashTest}: writes numbered batches until it is killed, and says how far it is. */
final class WriterToBeKilled {
  private static final int REPORT_EVERY = 100;

  private WriterToBeKilled() {}

  public static void main(String[] args) throws IOException {
    RocksNatives.load(Path.of(args[1]));
    try (RocksEngine engine = RocksEngine.open(Path.of(args[0]), NumberedBatches.smallConfig())) {
      for (long n = NumberedBatches.requirePrefix(engine) + 1;; n++) {
        engine.write(NumberedBatches.batch(n));
        if (n % REPORT_EVERY == 0) System.out.println(n);
      }
    }
  }
}
