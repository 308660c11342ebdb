package io.vertikv.tools.chaos.load;

import io.vertikv.tools.check.HistoryRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * A stretch of the load, on keys that no other one uses: so histories stay short enough to be searched, and what of an
 * era happens late cannot disturb the next one. Every client passes through every era, at its own pace; when the last
 * has left, all that can be known of it is known.
 */
final class Era {
  /** A workload and what its clients have seen. */
  record Course(Workload workload, HistoryRecorder recorder) {}

  private final int number;
  private final List<Course> courses;
  private final AtomicInteger inside;
  private final CompletableFuture<Era> over = new CompletableFuture<>();
  private volatile Era next;

  Era(int number, List<WorkloadKind> kinds, int clients) {
    this.number = number;
    this.inside = new AtomicInteger(clients);
    List<Course> all = new ArrayList<>();
    for (WorkloadKind kind : kinds)
      all.add(new Course(kind.on("era" + number), HistoryRecorder.ofManyThreads()));
    courses = List.copyOf(all);
  }

  int number() { return number; }

  List<Course> courses() { return courses; }

  Course draw(RandomGenerator random) { return courses.get(random.nextInt(courses.size())); }

  void follow(Era with) { next = with; }

  /** Null as long as this is the present one. */
  Era next() {
    return next;
  }

  void leave() {
    if (inside.decrementAndGet() == 0) over.complete(this);
  }

  /** When no client is inside any more. */
  CompletableFuture<Era> over() {
    return over;
  }
}
