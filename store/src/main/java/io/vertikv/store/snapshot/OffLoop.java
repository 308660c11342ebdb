package io.vertikv.store.snapshot;

import io.vertikv.store.loop.Loop;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Blocking work: done by a worker, told on the loop. */
record OffLoop(Loop loop, Executor workers) {
  interface Job<T> {
    T run() throws IOException;
  }

  /** Exactly one of the two is called, on the loop, later. Whatever goes wrong is the failure of this one job. */
  <T> void run(Job<T> job, Consumer<T> done, Consumer<Exception> failed) {
    workers.execute(() -> {
      try {
        T result = job.run();
        loop.execute(() -> done.accept(result));
      } catch (IOException | RuntimeException e) {
        loop.execute(() -> failed.accept(e));
      }
    });
  }
}
