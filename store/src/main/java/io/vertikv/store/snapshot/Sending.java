package io.vertikv.store.snapshot;

import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.loop.Loop.Cancellable;
import io.vertikv.store.rpc.Transport;
import io.vertikv.store.snapshot.SnapshotManifest.DataFile;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One snapshot from export to the receiver's last word. On the loop it is a state machine with one thing outstanding at any
 * time: a worker's job, a timer, or a request.
 *
 * <pre>
 *   export slice by slice ──► manifest ──► OFFER ──► CHUNK … ──► FINISH ──► sent
 *                                            ▲          │           │
 *                                            └──────────┴───────────┘   lost, unknown or busy: after a pause, ask
 *                                                                       again what the other side has
 * </pre>
 *
 * A request that got no answer may have been acted on; since every one may be repeated and the receiver names the byte that it
 * expects, nothing is sent twice for long, and nothing is missed. One chunk is under way at a time: at half a megabyte a
 * round trip of a few milliseconds costs less than the rate limit does.
 *
 * <p>{@link #end} is the only way out, from every state: it waits for the worker to let go, deletes the files, and tells.
 */
final class Sending implements SnapshotSender.Handle {
  private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

  private final SnapshotSender owner;
  private final SnapshotTask task;
  private final Consumer<SendOutcome> done;
  private final Outgoing outgoing;
  private RegionPoint point;
  private SnapshotManifest manifest;
  private Bytes manifestBytes;
  private Transfer transfer;
  private Cancellable timer;
  private boolean started;
  private boolean working;
  private boolean offered;
  private SendOutcome outcome;
  private long progressNanos;

  Sending(SnapshotSender owner, SnapshotTask task, Consumer<SendOutcome> done) {
    this.owner = owner;
    this.task = task;
    this.done = done;
    outgoing = new Outgoing(owner.place.engine(), owner.place.store(), owner.config);
  }

  SnapshotTask task() { return task; }

  /** The state that is sent, or that must at least be sent. */
  long index() {
    return point == null ? task.atLeast() : point.last().index();
  }

  void start() {
    started = true;
    work(() -> outgoing.open(task.source()), this::opened);
  }

  @Override
  public void cancel() {
    if (outcome != null) return;
    end(new SendOutcome.Cancelled());
    if (!offered) return;
    byte[] abandon = SnapshotWire.encode(new SnapshotRequest.Abandon(transfer));
    owner.place.transport().request(task.toStore(), abandon, deadlineNanos(), new NobodyListens());
  }

  private void opened(RegionPoint found) {
    point = found;
    if (found.region() != task.region()) {
      failed("the source described region " + found.region());
    } else if (found.last().index() < task.atLeast()) {
      failed("applied up to " + found.last() + " only, needed is " + task.atLeast());
    } else {
      export();
    }
  }

  private void export() {
    later(owner.exportRate.takeNanos(owner.config.sliceBytes(), now()), () -> work(outgoing::advance, this::advanced));
  }

  private void advanced(boolean more) {
    if (more) export();
    else work(outgoing::seal, this::sealed);
  }

  private void sealed(SnapshotManifest made) {
    manifest = made;
    manifestBytes = SnapshotManifestCodec.encode(made);
    transfer = new Transfer(made.id(), FileChecksum.of(manifestBytes.array()));
    progressNanos = now();
    offer();
  }

  private void offer() {
    offered = true;
    ask(new SnapshotRequest.Offer(transfer, task.raftTerm(), task.fromPeer(), task.toPeer(), manifestBytes));
  }

  private void ask(SnapshotRequest request) {
    owner.place.transport().request(task.toStore(), SnapshotWire.encode(request), deadlineNanos(),
        new Transport.ReplyTarget() {
          @Override
          public void answered(byte[] payload) {
            if (outcome == null) answer(payload, request);
          }

          @Override
          public void failed(Transport.RequestFailure failure) {
            if (outcome == null) again("store " + task.toStore() + ": " + failure);
          }
        });
  }

  private void answer(byte[] payload, SnapshotRequest request) {
    SnapshotAnswer answer;
    try {
      answer = SnapshotWire.answer(payload);
    } catch (MalformedBytes e) {
      failed("answer of store " + task.toStore() + ": " + e.getMessage());
      return;
    }
    switch (answer) {
      case SnapshotAnswer.Expect expect -> expected(expect, request);
      case SnapshotAnswer.Complete() -> end(new SendOutcome.Sent(manifest.id()));
      case SnapshotAnswer.Busy() -> again("store " + task.toStore() + " is busy");
      case SnapshotAnswer.Unknown() -> again("store " + task.toStore() + " has forgotten the transfer");
      case SnapshotAnswer.Refused refused -> failed("refused: " + refused.reason());
    }
  }

  private void expected(SnapshotAnswer.Expect expect, SnapshotRequest request) {
    boolean sameAgain = request instanceof SnapshotRequest.Chunk chunk && chunk.file() == expect.file()
        && chunk.offset() == expect.offset();
    if (sameAgain) {
      again("a chunk arrived damaged");
      return;
    }
    if (!(request instanceof SnapshotRequest.Offer)) progressNanos = now();
    if (expect.file() == manifest.files().size()) {
      ask(new SnapshotRequest.Finish(transfer));
    } else if (isInside(expect)) {
      send(expect.file(), expect.offset());
    } else {
      failed("store " + task.toStore() + " expects byte " + expect.offset() + " of file " + expect.file());
    }
  }

  private boolean isInside(SnapshotAnswer.Expect expect) {
    return expect.file() >= 0 && expect.file() < manifest.files().size() && expect.offset() >= 0
        && expect.offset() < manifest.files().get(expect.file()).length();
  }

  private void send(int number, long offset) {
    DataFile file = manifest.files().get(number);
    long bytes = Math.min(owner.config.chunkBytes(), file.length() - offset);
    later(owner.sendRate.takeNanos(bytes, now()),
        () -> work(() -> chunk(number, file, offset), this::ask));
  }

  private SnapshotRequest.Chunk chunk(int number, DataFile file, long offset) throws IOException {
    byte[] data = outgoing.read(file, offset);
    return new SnapshotRequest.Chunk(transfer, number, offset, FileChecksum.of(data), Bytes.of(data));
  }

  private void again(String reason) {
    if (now() - progressNanos > TimeUnit.MILLISECONDS.toNanos(owner.config.stallMillis())) failed(reason);
    else timer = owner.place.loop().schedule(owner.config.retryMillis(), this::offer);
  }

  private void failed(String reason) { end(new SendOutcome.Failed(reason)); }

  private void end(SendOutcome how) {
    if (outcome != null) return;
    outcome = how;
    if (timer != null) timer.cancel();
    if (!started) owner.leftWaiting(this);
    if (!working) cleanUp();
  }

  /** With nothing outstanding any more but perhaps a request whose answer nobody reads. */
  private void cleanUp() {
    owner.offLoop.run(() -> {
      outgoing.discard();
      return true;
    }, deleted -> tell(), leftover -> {
      LOG.warn("files of a snapshot of region {} are left over: {}", task.region(), leftover.toString());
      tell();
    });
  }

  private void tell() {
    owner.ended(this);
    done.accept(outcome);
  }

  private <T> void work(OffLoop.Job<T> job, Consumer<T> next) {
    working = true;
    owner.offLoop.run(job, result -> {
      working = false;
      if (outcome == null) next.accept(result);
      else cleanUp();
    }, failure -> {
      working = false;
      if (outcome == null) failed(failure.toString());
      else cleanUp();
    });
  }

  private void later(long nanos, Runnable next) {
    if (nanos <= 0) next.run();
    else timer = owner.place.loop().schedule((nanos + 999_999) / 1_000_000, next);
  }

  private long now() { return owner.place.loop().nanoTime(); }

  private long deadlineNanos() { return now() + TimeUnit.MILLISECONDS.toNanos(owner.config.requestMillis()); }

  /** The receiver forgets an abandoned transfer in time, told or not. */
  private static final class NobodyListens implements Transport.ReplyTarget {
    @Override
    public void answered(byte[] payload) {}

    @Override
    public void failed(Transport.RequestFailure failure) {}
  }
}
