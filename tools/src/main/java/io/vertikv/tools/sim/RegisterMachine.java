package io.vertikv.tools.sim;

import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.raft.ready.RoleName;
import io.vertikv.raft.ready.SoftState;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.group.ApplyTarget;
import io.vertikv.store.group.EntryBytes;
import io.vertikv.store.group.GroupListener;
import io.vertikv.store.group.GroupRead;
import io.vertikv.store.group.RaftGroup;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A few registers over one group: the smallest state machine that shows what is lost, doubled, reordered or stale. */
final class RegisterMachine implements GroupListener, ApplyTarget {
  /** Hears what became of an operation, once, on the store's loop; never, when the store dies first. */
  interface Answer {
    void written(long index);

    /** @param index everything up to here had been applied */
    void read(long index, long value);

    /** Certainly nothing was done. */
    void refused(long leaderStore);

    /** It may have been done or may still be. */
    void unknown();
  }

  private record Pending(long index, RegisterCommand command, Answer answer) {}

  private final SimStore store;
  private final Mutation mutation;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private RaftGroup group;
  private long termLed;
  /** Of the apply lane: what the engine will hold after what has been added to batches. */
  private RegisterState state;
  private final Map<Integer, Long> values = new TreeMap<>();

  RegisterMachine(SimStore store, RegisterState found, Mutation mutation) {
    this.store = store;
    this.mutation = mutation;
    state = found;
  }

  void bind(RaftGroup bound) { group = bound; }

  // ---- what clients ask for

  void write(RegisterCommand command, Answer answer) {
    switch (group.propose(new EntryBytes(command.encode()))) {
      case ProposeOutcome.Proposed(long index, long term) -> {
        if (mutation.answersBeforeCommit()) acknowledge(new Pending(index, command, answer));
        else pending.add(new Pending(index, command, answer));
      }
      case ProposeOutcome.NotLeader elsewhere -> answer.refused(group.leaderStore());
      case ProposeOutcome.Dropped dropped -> answer.refused(0);
    }
    group.pump();
  }

  void read(int register, boolean byLease, Answer answer) {
    long index = RegisterState.read(store.engine(), ReadTier.MEMORY).index();
    long value = RegisterState.register(store.engine(), register, ReadTier.MEMORY);
    // Looked at after the answer is fixed (R9).
    boolean mayAnswer = byLease && index >= group.commitIndex() && group.leaseValid();
    if (mayAnswer || mutation.readsWithoutAsking() && group.leads()) {
      answer.read(index, value);
      return;
    }
    group.read(new GroupRead() {
      @Override
      public void readable() {
        answer.read(RegisterState.read(store.engine(), ReadTier.MEMORY).index(),
            RegisterState.register(store.engine(), register, ReadTier.MEMORY));
      }

      @Override
      public void failed() { answer.refused(group.leaderStore()); }
    });
    group.pump();
  }

  // ---- what the group tells

  @Override
  public void roleChanged(SoftState soft) {
    store.trace("is " + soft.role() + " under", soft.leader(), soft.term());
    boolean same = soft.role() == RoleName.LEADER && soft.term() == termLed;
    if (soft.role() == RoleName.LEADER) termLed = soft.term();
    if (same) return;
    pending.forEach(each -> each.answer.unknown());
    pending.clear();
  }

  @Override
  public void committed(long index) {
    while (!pending.isEmpty() && pending.peek().index <= index) acknowledge(pending.poll());
  }

  private void acknowledge(Pending done) {
    store.ledger().promise(done.index, done.command.id());
    done.answer.written(done.index);
  }

  @Override
  public void apply(List<LogEntry> entries) { store.apply().submit(this, store.loop(), entries); }

  @Override
  public void restored(SnapshotMark snapshot) { store.trace("is at snapshot", snapshot.last().index(), 0); }

  // ---- on the apply lane

  @Override
  public void apply(List<LogEntry> entries, EngineBatch batch) {
    for (LogEntry entry : entries) {
      store.ledger().applied(store.id(), entry);
      state = state.after(entry);
      if (entry.kind() == EntryKind.COMMAND) apply(RegisterCommand.decode(bytes(entry)), batch);
    }
    if (mutation.writesAppliedIndexLater()) {
      store.engine().write(batch);
      batch.clear();
    }
    batch.put(Family.META, RegisterState.key(), state.encode());
  }

  private void apply(RegisterCommand command, EngineBatch batch) {
    long before = values.computeIfAbsent(command.register(),
        register -> RegisterState.register(store.engine(), register, ReadTier.DISK));
    long after = command.applyTo(before);
    values.put(command.register(), after);
    batch.put(Family.WRITE, RegisterState.registerKey(command.register()), new ByteWriter(8).u64(after).toByteArray());
  }

  /** The engine holds another state. */
  void replaced() {
    state = RegisterState.read(store.engine(), ReadTier.DISK);
    values.clear();
  }

  @Override
  public void applied(List<LogEntry> entries) { group.applied(entries.getLast().index()); }

  private static byte[] bytes(LogEntry entry) { return ((EntryBytes) entry.payload()).bytes().array(); }
}
