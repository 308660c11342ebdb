package io.vertikv.tools.sim;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.tools.check.Answer;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionOperation;
import io.vertikv.txn.region.RequestId;
import java.util.function.Consumer;

/** A client's work as a region runs it; one object for each time that it is sent. */
final class ClientOperation implements RegionOperation {
  /** Hears of the end, on the store's loop; never, when the store dies first. */
  interface Ending {
    void completed(Answer answer);

    void failed(RegionFailure failure);
  }

  private static final int DONE = 0;
  private static final int NUMBER = 1;
  private static final int NIL = 2;
  private static final int TEXT = 3;

  private final Work work;
  private final RequestId request;
  private final Ending ending;
  private Answer answer;

  /** @param request null: not remembered */
  ClientOperation(Work work, RequestId request, Ending ending) {
    this.work = work;
    this.request = request;
    this.ending = ending;
  }

  @Override
  public Mode mode() { return work.mode(); }

  @Override
  public void keys(Consumer<byte[]> each) { for (String key : work.keys()) each.accept(Work.bytes(key)); }

  @Override
  public void run(Tx tx) { answer = work.body().apply(tx); }

  @Override
  public void completed() { ending.completed(answer); }

  @Override
  public void failed(RegionFailure failure) { ending.failed(failure); }

  @Override
  public RequestId request() { return request; }

  /** Of those that write. */
  @Override
  public byte[] outcome() {
    ByteWriter out = new ByteWriter(16);
    return switch (answer) {
      case Answer.Done done -> out.u8(DONE).toByteArray();
      case Answer.Number(long value) -> out.u8(NUMBER).u64(value).toByteArray();
      case Answer.Nil nil -> out.u8(NIL).toByteArray();
      case Answer.Text(String value) -> out.u8(TEXT).raw(Work.bytes(value)).toByteArray();
      default -> throw new IllegalStateException("no answer of a write: " + answer);
    };
  }

  @Override
  public void recall(byte[] outcome) {
    ByteReader in = new ByteReader(outcome);
    answer = switch (in.u8()) {
      case DONE -> Answer.DONE;
      case NUMBER -> new Answer.Number(in.u64());
      case NIL -> Answer.NIL;
      case TEXT -> new Answer.Text(Work.text(in.rest()));
      default -> throw new IllegalStateException("not an outcome of " + work.action());
    };
  }

  @Override
  public String toString() { return work.action().toString(); }
}
