package io.vertikv.store.snapshot;

import io.vertikv.store.engine.Engine;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.Transport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Makes snapshots of regions and sends them to other stores: a few at once, the others wait in line, all of them within the
 * named rates. Lives on one loop; all methods are called there, and all outcomes come there.
 */
public final class SnapshotSender {
  /** Where the sender lives. Workers may block; jobs of one snapshot run one after the other. */
  public record Place(Loop loop, Executor workers, Transport transport, Engine engine, SnapshotStore store) {}

  final Place place;
  final SnapshotConfig config;
  final OffLoop offLoop;
  final ByteRate exportRate;
  final ByteRate sendRate;
  private final Set<Sending> running = new LinkedHashSet<>();
  private final ArrayDeque<Sending> waiting = new ArrayDeque<>();

  public SnapshotSender(Place place, SnapshotConfig config) {
    this.place = place;
    this.config = config;
    offLoop = new OffLoop(place.loop(), place.workers());
    exportRate = new ByteRate(config.exportBytesPerSecond());
    sendRate = new ByteRate(config.sendBytesPerSecond());
  }

  /** A snapshot that was asked for. */
  public interface Handle {
    /** Ends it as soon as a worker lets go of it; the outcome comes as usual. Too late is no error. */
    void cancel();
  }

  /** @param done hears the outcome exactly once, never within this call */
  public Handle send(SnapshotTask task, Consumer<SendOutcome> done) {
    Sending sending = new Sending(this, task, done);
    waiting.add(sending);
    place.loop().execute(this::startNext);
    return sending;
  }

  /** Cancels whatever is being sent of the region: leadership was lost, or its data is about to be replaced. */
  public void cancelRegion(long region) {
    for (Sending sending : new ArrayList<>(running)) if (sending.task().region() == region) sending.cancel();
    for (Sending sending : new ArrayList<>(waiting)) if (sending.task().region() == region) sending.cancel();
  }

  /**
   * The lowest index that a snapshot under way needs its region's log to go on from: entries above it must stay, or its
   * receiver will need another snapshot at once.
   */
  public OptionalLong pinnedIndex(long region) {
    long lowest = Long.MAX_VALUE;
    for (Sending sending : running) if (sending.task().region() == region) lowest = Math.min(lowest, sending.index());
    for (Sending sending : waiting) if (sending.task().region() == region) lowest = Math.min(lowest, sending.index());
    return lowest == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(lowest);
  }

  /** Snapshots that are being made or sent, and those in line. */
  public int underWay() {
    return running.size() + waiting.size();
  }

  /** Before the store stops; outcomes follow. */
  public void cancelAll() {
    for (Sending sending : new ArrayList<>(running)) sending.cancel();
    for (Sending sending : new ArrayList<>(waiting)) sending.cancel();
  }

  /** It was cancelled before its turn. */
  void leftWaiting(Sending sending) { waiting.remove(sending); }

  void ended(Sending sending) {
    running.remove(sending);
    startNext();
  }

  private void startNext() {
    while (running.size() < config.sendsMax() && !waiting.isEmpty()) {
      Sending next = waiting.remove();
      running.add(next);
      next.start();
    }
  }
}
