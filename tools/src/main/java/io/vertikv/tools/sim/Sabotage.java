package io.vertikv.tools.sim;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.Family;
import io.vertikv.store.raftlog.Admission;
import io.vertikv.store.raftlog.AckTarget;
import io.vertikv.store.raftlog.GroupLog;
import io.vertikv.store.raftlog.RaftLog;
import io.vertikv.store.raftlog.LogOperation;
import io.vertikv.store.raftlog.LogSink;
import io.vertikv.store.raftlog.StoredEntry;
import io.vertikv.store.raftlog.StoredState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/** Ports that do something wrong; see {@link Mutation}. */
final class Sabotage {
  private Sabotage() {}

  static LogSink withoutHardState(LogSink sink) {
    return rewriting(sink,
        append -> new LogOperation.Append(append.group(), Optional.empty(), append.entries()));
  }

  static LogSink withoutVote(LogSink sink) {
    return rewriting(sink, append -> new LogOperation.Append(append.group(),
        append.state().map(state -> new StoredState(state.term(), 0, state.commit())), append.entries()));
  }

  static LogSink keepingTails(LogSink sink, RaftLog logs) {
    return rewriting(sink, append -> {
      GroupLog log = logs.group(append.group());
      if (append.entries().isEmpty()) return append;
      List<StoredEntry> entries = new ArrayList<>(append.entries());
      long next = entries.getLast().index() + 1;
      if (next > log.firstIndex() && next <= log.lastIndex()) {
        entries.addAll(log.entries(next, log.lastIndex() + 1, Long.MAX_VALUE));
      }
      return new LogOperation.Append(append.group(), append.state(), entries);
    });
  }

  static LogSink acknowledgingAtOnce(LogSink sink) {
    return (operation, loop, target) -> {
      if (!(operation instanceof LogOperation.Append)) return sink.append(operation, loop, target);
      AckTarget nobody = done -> {};
      Admission admission = sink.append(operation, loop, nobody);
      if (admission == Admission.ACCEPTED) loop.execute(() -> target.onDurable(operation));
      return admission;
    };
  }

  /** The target still hears of the operation that it gave. */
  private static LogSink rewriting(LogSink sink, UnaryOperator<LogOperation.Append> rewrite) {
    return (operation, loop, target) -> operation instanceof LogOperation.Append append
        ? sink.append(rewrite.apply(append), loop, done -> target.onDurable(operation))
        : sink.append(operation, loop, target);
  }

  /** As {@code RegionKeys} has it: 'r', the region's id, the kind of record, and for requests their index. */
  static boolean isRequests(Family family, byte[] key) {
    return family == Family.META && key.length == 18 && key[0] == 'r' && key[9] == 3;
  }

  static void copyWithoutRequestsOfOthers(long region, EngineBatch from, EngineBatch to) {
    copy(from, to, (family, key) -> !isRequests(family, key) || new ByteReader(key, 1, 8).u64() == region);
  }

  /** The changes of a batch to data alone. */
  static EngineBatch withoutRegionRecords(EngineBatch batch) {
    EngineBatch data = new EngineBatch();
    copy(batch, data, (family, key) -> family != Family.META);
    return data;
  }

  /** All that is deleted, and of what is put that. */
  private static void copy(EngineBatch from, EngineBatch to, BiPredicate<Family, byte[]> put) {
    from.forEach(new EngineBatch.Visitor() {
      @Override
      public void put(Family family, byte[] key, byte[] value) {
        if (put.test(family, key)) to.put(family, key, value);
      }

      @Override
      public void delete(Family family, byte[] key) { to.delete(family, key); }

      @Override
      public void deleteOnce(Family family, byte[] key) { to.deleteOnce(family, key); }

      @Override
      public void deleteRange(Family family, KeyRange range) { to.deleteRange(family, range); }
    });
  }
}
