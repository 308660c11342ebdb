package io.vertikv.txn.region;

import io.vertikv.txn.Tx;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;

/** An operation made of a function. */
final class TestOperation implements RegionOperation {
  private final Mode mode;
  private final Function<Tx, Object> body;
  private final Lane lane;
  Object result;
  RegionFailure failure;
  int runs;
  private boolean done;

  TestOperation(Mode mode, Lane lane, Function<Tx, Object> body) {
    this.mode = mode;
    this.lane = lane;
    this.body = body;
  }

  static TestOperation get(String key) { return new TestOperation(Mode.READ, null, tx -> text(tx.get(bytes(key)))); }

  static TestOperation put(String key, String value) {
    return new TestOperation(Mode.WRITE, null, tx -> {
      tx.put(bytes(key), bytes(value));
      return "OK";
    });
  }

  static TestOperation append(String key, String more) {
    return new TestOperation(Mode.WRITE, null, tx -> {
      byte[] before = tx.get(bytes(key));
      String after = (before == null ? "" : text(before)) + more;
      tx.put(bytes(key), bytes(after));
      return after;
    });
  }

  static byte[] bytes(String text) { return text.getBytes(StandardCharsets.UTF_8); }

  static String text(byte[] bytes) { return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8); }

  boolean isDone() { return done; }

  @Override
  public Mode mode() { return mode; }

  @Override
  public void keys(Consumer<byte[]> each) {}

  @Override
  public void run(Tx tx) {
    runs++;
    result = body.apply(tx);
  }

  @Override
  public void completed() { finish(); }

  @Override
  public void failed(RegionFailure why) {
    failure = why;
    finish();
  }

  private void finish() {
    if (done) throw new AssertionError("a second outcome");
    done = true;
  }

  @Override
  public Lane lane() { return lane; }
}
