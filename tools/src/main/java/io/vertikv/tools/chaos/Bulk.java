package io.vertikv.tools.chaos;

import io.vertikv.tools.chaos.cluster.ChaosFailed;
import io.vertikv.tools.chaos.load.RespSession;
import io.vertikv.tools.chaos.load.Session;
import io.vertikv.tools.crash.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** So many megabytes of keys, the same each time it is asked: what a node misses, or a cluster grows by, and must have in the end. */
final class Bulk {
  private static final int VALUE_BYTES = 64 << 10;
  private static final int BATCH = 8;
  private static final int ANSWER_MILLIS = 30_000;
  private static final long SEED = 1;

  private final int values;

  Bulk(int megabytes) { values = Math.toIntExact(((long) megabytes << 20) / VALUE_BYTES); }

  /** Every value was acknowledged when this returns. */
  void write(int port) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    try (Session session = RespSession.within(ANSWER_MILLIS).open(port)) {
      for (int from = 0; from < values; from += BATCH) {
        List<List<String>> commands = new ArrayList<>();
        for (int i = from; i < Math.min(values, from + BATCH); i++)
          commands.add(List.of("SET", key(i), value(random)));
        for (Answer answer : session.ask(commands))
          if (answer instanceof Answer.Failure(String why)) throw new ChaosFailed("a value was refused: " + why);
      }
    }
  }

  /** How many values are not what was written. */
  int wrong(int port) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    int wrong = 0;
    try (Session session = RespSession.within(ANSWER_MILLIS).open(port)) {
      for (int from = 0; from < values; from += BATCH) {
        List<List<String>> commands = new ArrayList<>();
        for (int i = from; i < Math.min(values, from + BATCH); i++) commands.add(List.of("GET", key(i)));
        for (Answer answer : session.ask(commands))
          if (!answer.equals(new Answer.Text(value(random)))) wrong++;
      }
    }
    return wrong;
  }

  int values() { return values; }

  private static String key(int i) { return "bulk:" + i; }

  /** Random, since what compresses to nothing is no data. */
  private static String value(SplittableRandom random) {
    StringBuilder value = new StringBuilder(VALUE_BYTES);
    for (int i = 0; i < VALUE_BYTES; i++) value.append((char) random.nextInt(256));
    return value.toString();
  }
}
