package io.vertikv.raft.progress;

import io.vertikv.raft.invariant.Invariant;

/**
 * What the leader knows of one peer's log.
 *
 * <pre>
 *                    accepted                     unreachable, rejected
 *   PROBING ─────────────────────► REPLICATING ───────────────────────► PROBING
 *      │  log is gone                   │  log is gone
 *      └───────► SNAPSHOTTING ◄─────────┘
 *                   accepted ──► REPLICATING, reported sent or failed ──► PROBING
 * </pre>
 *
 * Invariant: matched &lt; next.
 */
public final class Progress {
  /** No request of the current term has been answered yet. */
  public static final long NEVER = Long.MIN_VALUE;

  private final Inflights inflights;
  private ProgressState state = ProgressState.PROBING;
  private long matched;
  private long next;
  private long pendingSnapshot;
  private boolean paused;
  private boolean loading;
  private boolean nudged;
  private boolean active;
  private long ackedSentNanos = NEVER;
  private long ackedRound;
  private long sentCommit;

  Progress(long next, Inflights inflights) {
    this.next = next;
    this.inflights = inflights;
  }

  public ProgressState state() { return state; }

  /** Highest index known to be durable in this peer's log. */
  public long matched() { return matched; }

  /** The next entry to send. */
  public long next() { return next; }

  public long pendingSnapshot() { return pendingSnapshot; }

  public int inflightCount() { return inflights.count(); }

  /** Heard from since the last check of the quorum. */
  public boolean isActive() { return active; }

  public void markActive(boolean heard) { active = heard; }

  /** When the newest request that this peer has answered was sent, by the leader's clock. */
  public long ackedSentNanos() {
    return ackedSentNanos;
  }

  /** Has answered something that was sent within this time. */
  public boolean answeredWithin(long nanos, long now) {
    return ackedSentNanos != NEVER && now - ackedSentNanos <= nanos;
  }

  public long ackedRound() { return ackedRound; }

  public void onAnswer(long sentNanos) {
    active = true;
    ackedSentNanos = Math.max(ackedSentNanos, sentNanos);
  }

  public void onRound(long round) { ackedRound = Math.max(ackedRound, round); }

  public long sentCommit() { return sentCommit; }

  public void onCommitSent(long commit) { sentCommit = Math.max(sentCommit, commit); }

  /** True when a request with entries (or a probe) may go out now. */
  public boolean maySend() {
    return switch (state) {
      case PROBING -> !paused && !loading;
      case REPLICATING -> !loading && !inflights.isFull();
      case SNAPSHOTTING -> false;
    };
  }

  public void onSent(int entries, long lastIndex, long sizeBytes) {
    switch (state) {
      case PROBING -> paused = true;
      case REPLICATING -> {
        if (entries > 0) {
          next = lastIndex + 1;
          inflights.add(lastIndex, sizeBytes);
        }
      }
      case SNAPSHOTTING ->
        Invariant.check(false, "sent entries up to %s to a peer that waits for a snapshot", lastIndex);
    }
  }

  /** True when the peer is known to hold more than before. */
  public boolean onAccepted(long index) {
    boolean news = index > matched;
    matched = Math.max(matched, index);
    next = Math.max(next, index + 1);
    paused = false;
    switch (state) {
      case PROBING -> becomeReplicating();
      case REPLICATING -> inflights.freeTo(index);
      case SNAPSHOTTING -> {
        if (index >= pendingSnapshot) becomeReplicating();
      }
    }
    return news;
  }

  /** True when the rejection is news; stale ones (reordered, duplicated) are not. */
  public boolean onRejected(long rejected, long agreeing) {
    if (rejected <= matched || state == ProgressState.SNAPSHOTTING) return false;
    if (state == ProgressState.REPLICATING) {
      becomeProbing();
      return true;
    }
    if (rejected != next - 1) return false;
    next = Math.max(matched + 1, Math.min(rejected, agreeing + 1));
    paused = false;
    return true;
  }

  /** A heartbeat was answered: the connection lives, so what seems lost may be looked for again. */
  public void resume(long last) {
    paused = false;
    nudged = matched < last;
  }

  /**
   * True once after each sign of life of a peer to whom all was sent that may be sent, and who has not accepted it: an
   * empty request finds out whether it was lost.
   */
  public boolean takeNudge(long last) {
    boolean ask = nudged && state == ProgressState.REPLICATING && (next > last || inflights.isFull());
    nudged = false;
    return ask;
  }

  /** There is no point in preparing anything for a peer that does not answer. */
  public void pause() { paused = true; }

  /** The host is loading entries for this peer; nothing is sent until they are there or it is time to ask again. */
  public void awaitEntries(boolean underWay) {
    loading = underWay;
  }

  public void becomeProbing() {
    long from = state == ProgressState.SNAPSHOTTING ? Math.max(matched, pendingSnapshot) : matched;
    enter(ProgressState.PROBING);
    next = from + 1;
  }

  /** The snapshot did not arrive; look again at the next sign of life. */
  public void onSnapshotFailed() {
    if (state != ProgressState.SNAPSHOTTING) return;
    pendingSnapshot = 0;
    becomeProbing();
    paused = true;
  }

  /** The snapshot arrived; the accept that follows its installation says how far. */
  public void onSnapshotSent() {
    if (state != ProgressState.SNAPSHOTTING) return;
    becomeProbing();
    paused = true;
  }

  /**
   * The same, when it is known what arrived: newer than what was asked for, and the log may be cut up to there by now, so to
   * look for anything older would only ask for another snapshot while this one is being installed.
   */
  public void onSnapshotArrived(long index) {
    pendingSnapshot = Math.max(pendingSnapshot, index);
    onSnapshotSent();
  }

  public void becomeReplicating() {
    enter(ProgressState.REPLICATING);
    next = matched + 1;
  }

  public void becomeSnapshotting(long index) {
    enter(ProgressState.SNAPSHOTTING);
    pendingSnapshot = index;
  }

  private void enter(ProgressState to) {
    state = to;
    paused = false;
    loading = false;
    pendingSnapshot = 0;
    inflights.clear();
  }
}
