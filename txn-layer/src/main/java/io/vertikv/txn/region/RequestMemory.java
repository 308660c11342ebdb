package io.vertikv.txn.region;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests that a replica remembers with their outcomes, so that one that is sent again is not done again (Raft
 * dissertation, 6.3). Followers keep it as well: any of them may be the next leader. Belongs to the region's loop.
 *
 * <p>What is applied is what the log says ({@link RequestWindow}). Beside it, at the leader, stands what is pending: run, and
 * on its way through the log.
 */
final class RequestMemory {
  /** What is known of a request. */
  sealed interface Verdict {}

  /** It was not done: run it. */
  record New() implements Verdict {}

  /** It may have been done. */
  record Forgotten() implements Verdict {}

  /**
   * It was done.
   *
   * @param outcome null: too large to keep
   * @param batch   of which it is part; null: it is applied
   */
  record Done(byte[] outcome, Batch batch) implements Verdict {}

  private static final Verdict NEW = new New();
  private static final Verdict FORGOTTEN = new Forgotten();

  private static final class Stream {
    final long id;
    final Map<Long, Done> applied = new HashMap<>();
    final Map<Long, Done> pending = new HashMap<>();
    /** The highest one forgotten. */
    long floor = Long.MIN_VALUE;
    /** Nothing above it was done; pending ones not counted. */
    long appliedHighest = Long.MIN_VALUE;
    long highest = Long.MIN_VALUE;
    /** Of the batch that is being filled. */
    Batch batch;
    RequestGroup group;

    Stream(long id) { this.id = id; }

    void leaveBatch() {
      batch = null;
      group = null;
    }
  }

  private final RequestWindow window;
  private final Map<Long, Stream> streams = new HashMap<>();
  /** The one that was asked for last: operations of a stream come together. */
  private Stream latest;

  /** @param window as the engine has it; this object's own from here on */
  RequestMemory(RequestWindow window) {
    this.window = window;
    window.floors().forEach((id, floor) -> forgotten(stream(id, floor), floor));
    for (RequestWindow.Entry done : window.entries()) remember(done);
  }

  private Stream find(long id) {
    if (latest != null && latest.id == id) return latest;
    Stream found = streams.get(id);
    if (found != null) latest = found;
    return found;
  }

  /** @param least of its sequences that are told of now */
  private Stream stream(long id, long least) {
    Stream found = find(id);
    if (found != null) return found;
    Stream fresh = new Stream(id);
    streams.put(id, fresh);
    // It may have been known before and forgotten as a whole: what it did earlier is nobody's knowledge then.
    if (window.unsure()) forgotten(fresh, least - 1);
    return fresh;
  }

  // ---- at the leader

  Verdict look(RequestId request) {
    Stream stream = find(request.stream());
    if (stream == null) return request.again() && window.unsure() ? FORGOTTEN : NEW;
    if (request.sequence() > stream.highest) return NEW;
    Done done = stream.pending.get(request.sequence());
    if (done == null) done = stream.applied.get(request.sequence());
    if (done != null) return done;
    // Above the floor it certainly was not done: it wrote nothing, or was lost with its leader, or comes late. Below it may
    // have been, even if this is the first copy ever sent: that one may have waited elsewhere while a later one was done.
    return request.sequence() <= stream.floor ? FORGOTTEN : NEW;
  }

  /** The request was done by this batch, which is still being filled. */
  void pending(RequestId request, byte[] outcome, Batch batch) {
    Stream stream = stream(request.stream(), request.sequence());
    byte[] kept = outcome.length > RegionConfig.OUTCOME_BYTES_MAX ? null : outcome;
    stream.pending.put(request.sequence(), new Done(kept, batch));
    stream.highest = Math.max(stream.highest, request.sequence());
    if (stream.batch != batch) {
      stream.batch = batch;
      stream.group = new RequestGroup(stream.id);
      batch.requests.add(stream.group);
    }
    stream.group.add(request.sequence(), kept);
  }

  /** Leadership is lost: what of it takes effect, the log will tell. */
  void dropPending() {
    for (Stream stream : List.copyOf(streams.values())) {
      stream.pending.clear();
      stream.highest = stream.appliedHighest;
      stream.leaveBatch();
      dropIfUnknown(stream);
    }
  }

  // ---- at every replica

  void applied(RequestWindow.Entry done) {
    remember(done);
    window.add(done);
    for (RequestWindow.Entry old = window.forget(); old != null; old = window.forget()) forget(old);
  }

  private void remember(RequestWindow.Entry done) {
    for (RequestGroup group : done.groups()) {
      Stream stream = stream(group.stream(), group.lowest());
      for (int i = 0; i < group.count(); i++) {
        stream.pending.remove(group.sequence(i));
        stream.applied.put(group.sequence(i), new Done(group.outcome(i), null));
      }
      raise(stream, group.highest());
      if (stream.pending.isEmpty()) stream.leaveBatch();
    }
  }

  private static void forgotten(Stream stream, long sequence) {
    stream.floor = Math.max(stream.floor, sequence);
    raise(stream, sequence);
  }

  private static void raise(Stream stream, long sequence) {
    stream.appliedHighest = Math.max(stream.appliedHighest, sequence);
    stream.highest = Math.max(stream.highest, sequence);
  }

  private void forget(RequestWindow.Entry old) {
    for (RequestGroup group : old.groups()) {
      Stream stream = stream(group.stream(), group.highest());
      for (int i = 0; i < group.count(); i++) stream.applied.remove(group.sequence(i));
      forgotten(stream, group.highest());
    }
    if (streams.size() > 2 * window.limits().streamsMax()) {
      for (Stream stream : new ArrayList<>(streams.values())) dropIfUnknown(stream);
    }
  }

  private void dropIfUnknown(Stream stream) {
    boolean known = !stream.applied.isEmpty() || !stream.pending.isEmpty() || window.floors().containsKey(stream.id);
    if (known) return;
    streams.remove(stream.id);
    if (latest == stream) latest = null;
  }
}
