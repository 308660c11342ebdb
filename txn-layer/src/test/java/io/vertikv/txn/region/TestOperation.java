package io.vertikv.txn.region;

import io.vertikv.txn.Tx;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;

/** An operation made of a function. */
class TestOperation implements RegionOperation {
  private final Mode mode;
  private final Function<Tx, Object> body;
  private final Lane lane;
  Object result;
  RegionFailure failure;
  int runs;
  boolean recalled;
  private RequestId request;
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

  /** Adds one, under the name of a request when there is one. */
  static TestOperation increment(String key, RequestId request) {
    TestOperation increment = new TestOperation(Mode.WRITE, null, tx -> {
      byte[] before = tx.get(bytes(key));
      String after = String.valueOf(before == null ? 1 : Integer.parseInt(text(before)) + 1);
      tx.put(bytes(key), bytes(after));
      tx.count(0, 1);
      return after;
    });
    increment.request = request;
    return increment;
  }

  TestOperation named(RequestId id) {
    request = id;
    return this;
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
  public RequestId request() { return request; }

  @Override
  public byte[] outcome() { return bytes(String.valueOf(result)); }

  @Override
  public void recall(byte[] outcome) {
    recalled = true;
    result = text(outcome);
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
