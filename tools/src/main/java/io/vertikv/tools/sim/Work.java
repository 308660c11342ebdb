package io.vertikv.tools.sim;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.RegionOperation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** One thing that a client wants: what it is for the checkers, and how a region does it. */
record Work(Action action, RegionOperation.Mode mode, List<String> keys, Function<Tx, Answer> body) {
  static Work read(Action action, List<String> keys, Function<Tx, Answer> body) {
    return new Work(action, RegionOperation.Mode.READ, keys, body);
  }

  static Work write(Action action, List<String> keys, Function<Tx, Answer> body) {
    return new Work(action, RegionOperation.Mode.WRITE, keys, body);
  }

  boolean reads() { return mode == RegionOperation.Mode.READ; }

  static byte[] bytes(String text) { return text.getBytes(StandardCharsets.UTF_8); }

  static String text(byte[] bytes) { return new String(bytes, StandardCharsets.UTF_8); }
}
