package io.vertikv.placement.tso;

import io.vertikv.placement.TestLoop;
import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.Payload;
import io.vertikv.raft.ready.DropReason;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.raft.ready.RoleName;
import io.vertikv.raft.ready.SoftState;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.store.engine.ReadTier;
import java.util.ArrayList;
import java.util.List;

/**
 * An oracle's group on several stores over a Raft that does what the test says, within what Raft promises: entries commit
 * in the log of the leader of the latest term only, and nobody is elected while another's lease runs.
 */
public final class ScriptedGroup {
  public static final long LEASE_MILLIS = 1000;

  /** True time, which no store sees. */
  public long nowMillis;
  long term;
  public final List<LogEntry> committed = new ArrayList<>();
  public final List<Store> stores = new ArrayList<>();
  private Store leader;

  public ScriptedGroup(int count) {
    for (int i = 1; i <= count; i++) stores.add(new Store(i));
  }

  public Store store(int number) { return stores.get(number - 1); }

  public Store leader() { return leader; }

  boolean mayElect(Store next) {
    return stores.stream().allMatch(store -> store == next || store.leaseUntil <= nowMillis);
  }

  /** The winner knows; the loser does not, until it hears of it. Entries that were not committed are gone. */
  void elect(Store next) {
    if (!mayElect(next)) throw new AssertionError("a lease runs");
    term++;
    leader = next;
    next.log.clear();
    next.leaseUntil = 0;
    next.believedTerm = term;
    next.oracle.roleChanged(new SoftState(RoleName.LEADER, next.number, term));
    next.log.add(new LogEntry(committed.size() + 1, term, EntryKind.NO_OP, Payload.NONE));
  }

  /** What the leader has in its log commits, and renews its lease; nothing is applied yet. */
  void commit() {
    committed.addAll(leader.log);
    leader.log.clear();
    leader.renew();
  }

  /** Elected, committed, applied: the leader serves. */
  public Store serve(int number) {
    Store store = store(number);
    elect(store);
    settle();
    return store;
  }

  /** Commits and applies until nothing is left to do. */
  public void settle() {
    for (int i = 0; i < 3; i++) {
      commit();
      for (Store store : stores) {
        store.apply(committed.size());
        store.loop.turn();
      }
    }
  }

  public final class Store implements OracleReplica {
    final int number;
    public final TestLoop loop = new TestLoop();
    final MemoryEngine engine = new MemoryEngine();
    final List<LogEntry> log = new ArrayList<>();
    public OracleGroup oracle;
    long leaseUntil;
    long believedTerm;
    int applied;
    /** Runs where time may pass unseen: just before the lease is looked at. */
    Runnable beforeLease = () -> {};
    boolean refusing;

    private Store(int number) {
      this.number = number;
      start();
    }

    private void start() {
      OracleState found = OracleState.read(engine, ReadTier.DISK);
      applied = (int) found.index();
      oracle = new OracleGroup(loop, found, (target, entries) -> {});
      oracle.bind(this);
    }

    /** Loses everything but the engine. */
    public void restart() {
      if (leader == this) leader = null;
      believedTerm = 0;
      leaseUntil = 0;
      log.clear();
      start();
    }

    void renew() {
      if (leader == this) leaseUntil = nowMillis + LEASE_MILLIS;
    }

    /** Hears of the present term. */
    public void stepDown() {
      believedTerm = 0;
      if (leader == this) leader = null;
      leaseUntil = 0;
      oracle.roleChanged(new SoftState(RoleName.FOLLOWER, leader == null ? 0 : leader.number, term));
    }

    void apply(int upTo) {
      if (upTo <= applied) return;
      List<LogEntry> entries = List.copyOf(committed.subList(applied, upTo));
      applied = upTo;
      EngineBatch batch = new EngineBatch();
      oracle.apply(entries, batch);
      engine.write(batch);
      oracle.applied(entries);
    }

    /** The lease comes back with {@link #renew} alone. */
    @Override
    public void confirm(Runnable confirmed) { loop.execute(confirmed); }

    @Override
    public boolean wantsTicks() { return true; }

    @Override
    public boolean leaseValid() {
      beforeLease.run();
      return believedTerm != 0 && nowMillis < leaseUntil;
    }

    @Override
    public long leaderStore() { return leader == null ? 0 : leader.number; }

    @Override
    public ProposeOutcome propose(Payload payload) {
      if (believedTerm == 0) return new ProposeOutcome.NotLeader(0);
      if (refusing) return new ProposeOutcome.Dropped(DropReason.TRANSFERRING);
      long index = committed.size() + log.size() + 1;
      // A leader that is none any more appends to a log that will be cut.
      if (leader == this) log.add(new LogEntry(index, believedTerm, EntryKind.COMMAND, payload));
      return new ProposeOutcome.Proposed(index, believedTerm);
    }

    @Override
    public void applied(long index) {}

    @Override
    public void tick() {}
  }
}
