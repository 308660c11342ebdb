package io.vertikv.store.snapshot;

import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.snapshot.SnapshotRequest.Offer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Takes snapshots from other stores, at most one of a region and a few at once, and puts them in place when their replica wants
 * it. Lives on one loop; all methods are called there, and everything that it tells comes there.
 *
 * <p>Who wins when two leaders send at once: the later Raft term; among equals the later offer. What is replaced is deleted
 * first, and until that is done the new one is told to ask again.
 */
public final class SnapshotReceiver {
  /** Where the receiver lives. */
  public record Place(Loop loop, Executor workers, Engine engine, SnapshotStore store, SnapshotHost host) {}

  private static final int FINISHED_MAX = 64;

  final Place place;
  final SnapshotConfig config;
  final OffLoop offLoop;
  private final Map<Long, Receiving> byRegion = new LinkedHashMap<>();
  /** The last one that each region was restored from: its sender may not have heard of it. */
  private final Map<Long, Transfer> finished = new LinkedHashMap<>();

  /** After {@link SnapshotRecovery}: nothing of earlier transfers is left. */
  public SnapshotReceiver(Place place, SnapshotConfig config) {
    this.place = place;
    this.config = config;
    offLoop = new OffLoop(place.loop(), place.workers());
  }

  /** A request of {@link SnapshotSender}; {@code answer} takes the reply, now or later, once. */
  public void asked(long fromStore, byte[] payload, Consumer<byte[]> answer) {
    Consumer<SnapshotAnswer> reply = said -> answer.accept(SnapshotWire.encode(said));
    SnapshotRequest request;
    try {
      request = SnapshotWire.request(payload);
    } catch (MalformedBytes e) {
      reply.accept(new SnapshotAnswer.Refused(e.getMessage()));
      return;
    }
    Receiving known = byRegion.get(request.transfer().snapshot().region());
    if (known != null && known.transfer().equals(request.transfer())) {
      if (request instanceof Offer offer) {
        known.offeredBy(new SnapshotArrival(fromStore, offer.fromPeer(), offer.toPeer(), offer.raftTerm(),
            known.manifest()));
      }
      known.asked(request, reply);
    } else if (request.transfer().equals(finished.get(request.transfer().snapshot().region()))) {
      reply.accept(new SnapshotAnswer.Complete());
    } else if (request instanceof Offer offer) {
      offered(fromStore, offer, known, reply);
    } else {
      reply.accept(new SnapshotAnswer.Unknown());
    }
  }

  /**
   * Replaces the region's data in the engine. Everything that was committed before must have been applied, nobody may
   * use the region meanwhile.
   *
   * @param done hears the outcome exactly once, never within this call
   */
  public void restore(SnapshotId snapshot, Consumer<RestoreOutcome> done) {
    Receiving known = byRegion.get(snapshot.region());
    if (known != null && known.isReady(snapshot)) known.restore(done);
    else place.loop().execute(() -> done.accept(new RestoreOutcome.Unchanged("there is no " + snapshot)));
  }

  /** The replica does not want it. */
  public void discard(SnapshotId snapshot) {
    Receiving known = byRegion.get(snapshot.region());
    if (known != null && known.transfer().snapshot().equals(snapshot)) known.drop();
  }

  /** Transfers under way and snapshots that wait to be restored. */
  public int underWay() { return byRegion.size(); }

  /** What is known of each region's transfer, for operators. */
  public List<SnapshotId> snapshots() {
    List<SnapshotId> all = new ArrayList<>();
    for (Receiving receiving : byRegion.values()) all.add(receiving.transfer().snapshot());
    return all;
  }

  private void offered(long fromStore, Offer offer, Receiving known, Consumer<SnapshotAnswer> reply) {
    SnapshotManifest manifest;
    try {
      manifest = manifest(offer);
    } catch (MalformedBytes e) {
      reply.accept(new SnapshotAnswer.Refused(e.getMessage()));
      return;
    }
    SnapshotArrival arrival = new SnapshotArrival(fromStore, offer.fromPeer(), offer.toPeer(), offer.raftTerm(),
        manifest);
    Optional<String> refusal = place.host().refusal(arrival);
    if (refusal.isPresent()) {
      reply.accept(new SnapshotAnswer.Refused(refusal.get()));
    } else if (known != null && known.raftTerm() > offer.raftTerm()) {
      reply.accept(new SnapshotAnswer.Refused("a leader of term " + known.raftTerm() + " is sending"));
    } else if (known != null || byRegion.size() >= config.receivesMax()) {
      if (known != null) known.drop();
      reply.accept(new SnapshotAnswer.Busy());
    } else {
      Receiving fresh = new Receiving(this, offer, arrival);
      byRegion.put(offer.transfer().snapshot().region(), fresh);
      fresh.open(reply);
    }
  }

  private SnapshotManifest manifest(Offer offer) {
    SnapshotManifest manifest = SnapshotManifestCodec.decode(offer.manifest());
    boolean same = manifest.id().equals(offer.transfer().snapshot())
        && FileChecksum.of(offer.manifest().array()) == offer.transfer().manifestCrc();
    if (!same) throw new MalformedBytes("the manifest is not that of the transfer");
    if (manifest.format() != place.engine().tableFormat()) {
      throw new MalformedBytes("tables of format " + manifest.format() + ", not " + place.engine().tableFormat());
    }
    return manifest;
  }

  void finished(Transfer transfer) {
    finished.remove(transfer.snapshot().region());
    finished.put(transfer.snapshot().region(), transfer);
    if (finished.size() > FINISHED_MAX) finished.remove(finished.keySet().iterator().next());
  }

  void gone(Receiving receiving) { byRegion.remove(receiving.transfer().snapshot().region(), receiving); }

  long nowNanos() { return place.loop().nanoTime(); }

  long idleNanos() { return TimeUnit.MILLISECONDS.toNanos(config.idleMillis()); }
}
