package io.vertikv.store.raftlog;

import io.vertikv.store.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Draws operations that a group may ask for in the state in which the model has it. */
final class RandomOperations {
  private final RandomGenerator random;
  private final int groups;
  private final int payloadBytesMax;
  private long term = 1;

  RandomOperations(RandomGenerator random, int groups, int payloadBytesMax) {
    this.random = random;
    this.groups = groups;
    this.payloadBytesMax = payloadBytesMax;
  }

  LogOperation draw(LogModel model) {
    // The last group seldom writes: it is the laggard that would pin old segments.
    long id = random.nextInt(40) == 0 ? groups : 1 + random.nextInt(Math.max(1, groups - 1));
    LogModel.Group group = model.groups.getOrDefault(id, new LogModel.Group());
    if (random.nextInt(10) == 0) term++;
    int choice = random.nextInt(100);
    if (choice < 60) return append(id, group.last() + 1, 1 + random.nextInt(4));
    if (choice < 70) return append(id, someAboveMark(group), random.nextInt(3));
    if (choice < 75) return new LogOperation.Append(id, Optional.of(state()), List.of());
    if (choice < 80) return new LogOperation.Truncate(id, someAboveMark(group));
    if (choice < 96) return new LogOperation.Compact(id, group.mark.index() + random.nextInt(group.entries.size() + 1));
    if (choice < 98) {
      long index = random.nextBoolean() ? group.last() + random.nextInt(20) : someAboveMark(group);
      return new LogOperation.Reset(id, state(), new StoredMark(index, term));
    }
    return new LogOperation.Remove(id);
  }

  private long someAboveMark(LogModel.Group group) {
    return group.mark.index() + 1 + random.nextInt(group.entries.size() + 1);
  }

  private LogOperation append(long id, long first, int count) {
    List<StoredEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(new StoredEntry(first + i, term, (byte) random.nextInt(256), payload()));
    }
    return new LogOperation.Append(id, random.nextBoolean() ? Optional.of(state()) : Optional.empty(), entries);
  }

  private Bytes payload() {
    byte[] bytes = new byte[random.nextInt(50) == 0 ? payloadBytesMax : random.nextInt(200)];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  private StoredState state() { return new StoredState(term, random.nextInt(5), random.nextInt(100)); }
}
