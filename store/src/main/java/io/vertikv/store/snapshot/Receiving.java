package io.vertikv.store.snapshot;

import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.engine.EngineFailure;
import io.vertikv.store.snapshot.SnapshotRequest.Abandon;
import io.vertikv.store.snapshot.SnapshotRequest.Chunk;
import io.vertikv.store.snapshot.SnapshotRequest.Finish;
import io.vertikv.store.snapshot.SnapshotRequest.Offer;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One snapshot from its offer until it is in place or forgotten.
 *
 * <pre>
 *   OPENING ──► TAKING ──► READY ──► RESTORING ──► gone
 *       └─────────┴──────────┴───── dropped ──────► gone
 * </pre>
 *
 * At most one job runs on a worker; what is asked meanwhile is told to come again. A drop waits for the job and then deletes the
 * files; from the moment RESTORING begins there is no way back.
 */
final class Receiving {
  private static final Logger LOG = LoggerFactory.getLogger(Receiving.class);

  private enum State {
    OPENING, TAKING, READY, RESTORING, GONE
  }

  private final SnapshotReceiver owner;
  private final Transfer transfer;
  private final Incoming incoming;
  private State state = State.OPENING;
  /** Whose latest offer it is. */
  private SnapshotArrival arrival;
  private boolean working;
  private boolean dropped;
  private long heardNanos;

  Receiving(SnapshotReceiver owner, Offer offer, SnapshotArrival arrival) {
    this.owner = owner;
    transfer = offer.transfer();
    this.arrival = arrival;
    incoming = new Incoming(owner.place.store(), arrival.manifest(), offer.manifest());
  }

  Transfer transfer() { return transfer; }

  SnapshotManifest manifest() { return arrival.manifest(); }

  long raftTerm() { return arrival.raftTerm(); }

  boolean isReady(SnapshotId snapshot) {
    return state == State.READY && !dropped && transfer.snapshot().equals(snapshot);
  }

  void open(Consumer<SnapshotAnswer> reply) {
    heard();
    watch();
    work(reply, () -> incoming.open(owner.config.freeBytesMin()), room -> {
      if (room) {
        state = State.TAKING;
        reply.accept(next());
      } else {
        refuse("no room for " + arrival.manifest().bytes() + " bytes", reply);
      }
    });
  }

  void asked(SnapshotRequest request, Consumer<SnapshotAnswer> reply) {
    heard();
    if (request instanceof Abandon) {
      drop();
      reply.accept(new SnapshotAnswer.Unknown());
      return;
    }
    if (dropped || working && state != State.RESTORING) {
      reply.accept(new SnapshotAnswer.Busy());
      return;
    }
    switch (state) {
      case OPENING, GONE -> reply.accept(new SnapshotAnswer.Busy());
      case TAKING -> take(request, reply);
      case READY, RESTORING -> reply.accept(new SnapshotAnswer.Complete());
    }
  }

  /** A later leader offers the same bytes. The replica may have ignored the earlier one's, so it is told again. */
  void offeredBy(SnapshotArrival later) {
    if (later.raftTerm() <= arrival.raftTerm()) return;
    arrival = later;
    if (state == State.READY && !dropped) owner.place.host().arrived(arrival);
  }

  void restore(Consumer<RestoreOutcome> done) {
    state = State.RESTORING;
    working = true;
    owner.offLoop.run(this::restored, outcome -> {
      if (outcome instanceof RestoreOutcome.Restored) owner.finished(transfer);
      leave();
      done.accept(outcome);
    }, failure -> {
      leave();
      done.accept(new RestoreOutcome.Halfway(failure.toString()));
    });
  }

  /** Forgets it, at once or when the worker lets go of it. */
  void drop() {
    if (dropped || state == State.RESTORING || state == State.GONE) return;
    dropped = true;
    if (!working) delete();
  }

  private void take(SnapshotRequest request, Consumer<SnapshotAnswer> reply) {
    switch (request) {
      case Offer again -> reply.accept(next());
      case Chunk chunk -> take(chunk, reply);
      case Finish finish -> {
        if (incoming.isWhole()) seal(reply);
        else reply.accept(next());
      }
      case Abandon abandon -> throw new AssertionError(abandon);
    }
  }

  private void take(Chunk chunk, Consumer<SnapshotAnswer> reply) {
    Incoming.Position position = incoming.position();
    boolean wanted = chunk.file() == position.file() && chunk.offset() == position.offset() && !incoming.isWhole()
        && chunk.data().length() > 0;
    if (!wanted) {
      reply.accept(next());
      return;
    }
    if (chunk.data().length() > incoming.missing()) {
      refuse("a chunk goes beyond the end of file " + chunk.file(), reply);
      return;
    }
    work(reply, () -> append(chunk), good -> {
      if (good) reply.accept(next());
      else refuse("checksum of " + arrival.manifest().files().get(chunk.file()).name(), reply);
    });
  }

  /** A damaged chunk is not taken, and the unchanged position asks for it again. */
  private boolean append(Chunk chunk) throws IOException {
    byte[] data = chunk.data().array();
    return FileChecksum.of(data) != chunk.crc() || incoming.append(data);
  }

  private void seal(Consumer<SnapshotAnswer> reply) {
    work(reply, () -> {
      incoming.seal();
      return true;
    }, sealed -> {
      state = State.READY;
      reply.accept(new SnapshotAnswer.Complete());
      owner.place.host().arrived(arrival);
    });
  }

  private RestoreOutcome restored() {
    RegionRestore restore;
    try {
      restore = RegionRestore.prepare(owner.place.engine(), owner.place.store(), transfer.snapshot());
    } catch (IOException | EngineFailure | MalformedBytes e) {
      deleteFiles();
      return new RestoreOutcome.Unchanged(e.toString());
    }
    restore.run();
    deleteFiles();
    return new RestoreOutcome.Restored(restore.manifest());
  }

  private SnapshotAnswer next() {
    return new SnapshotAnswer.Expect(incoming.position().file(), incoming.position().offset());
  }

  private void refuse(String reason, Consumer<SnapshotAnswer> reply) {
    reply.accept(new SnapshotAnswer.Refused(reason));
    drop();
  }

  private <T> void work(Consumer<SnapshotAnswer> reply, OffLoop.Job<T> job, Consumer<T> done) {
    working = true;
    owner.offLoop.run(job, result -> {
      working = false;
      if (dropped) {
        reply.accept(new SnapshotAnswer.Unknown());
        delete();
      } else {
        done.accept(result);
      }
    }, failure -> {
      working = false;
      dropped = true;
      reply.accept(new SnapshotAnswer.Refused(failure.toString()));
      delete();
    });
  }

  private void delete() {
    working = true;
    owner.offLoop.run(this::deleteFiles, deleted -> leave(), failure -> leave());
  }

  /** What cannot be deleted is swept at the next start. */
  private boolean deleteFiles() {
    try {
      incoming.discard();
      return true;
    } catch (IOException e) {
      LOG.warn("files of {} are left over: {}", transfer.snapshot(), e.toString());
      return false;
    }
  }

  private void leave() {
    state = State.GONE;
    owner.gone(this);
  }

  private void heard() { heardNanos = owner.nowNanos(); }

  /** Nobody may have its place for ever: not a sender that died, not a replica that forgot what arrived. */
  private void watch() {
    owner.place.loop().schedule(owner.config.idleMillis(), () -> {
      if (state == State.GONE) return;
      if (!working && owner.nowNanos() - heardNanos >= owner.idleNanos()) drop();
      if (state != State.GONE) watch();
    });
  }
}
