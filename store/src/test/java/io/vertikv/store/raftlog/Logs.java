package io.vertikv.store.raftlog;

import io.vertikv.store.raftlog.sim.SimLogDevice;
import io.vertikv.store.bytes.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Short ways to say what tests write. */
final class Logs {
  static final RaftLogConfig SMALL = new RaftLogConfig(4096, 4096, 1000, 2, 4096);
  static final RaftLogConfig ROOMY = new RaftLogConfig(1 << 16, 1 << 14, 1 << 16, 4, 1 << 14);

  private Logs() {}

  static SimLogDevice device() { return new SimLogDevice(new SplittableRandom(7)); }

  static StoredEntry entry(long index, long term, String payload) {
    return new StoredEntry(index, term, (byte) 3, Bytes.utf8(payload));
  }

  static LogOperation.Append append(long group, long first, long term, String... payloads) {
    List<StoredEntry> entries = new ArrayList<>();
    for (String payload : payloads) entries.add(entry(first + entries.size(), term, payload));
    return new LogOperation.Append(group, Optional.empty(), entries);
  }

  static LogOperation.Append state(long group, long term, long vote, long commit) {
    return new LogOperation.Append(group, Optional.of(new StoredState(term, vote, commit)), List.of());
  }

  static List<String> payloads(GroupLog log) {
    List<String> texts = new ArrayList<>();
    for (StoredEntry entry : log.entries(log.firstIndex(), log.lastIndex() + 1, Long.MAX_VALUE)) {
      texts.add(new String(entry.payload().array(), java.nio.charset.StandardCharsets.UTF_8));
    }
    return texts;
  }

  /** Writes and syncs each operation as a batch of its own. */
  static void writeEach(RaftLog log, LogOperation... operations) {
    for (LogOperation operation : operations) {
      log.write(List.of(operation));
      log.sync();
    }
  }

  /** What another process would find on that disk. */
  static RaftLog reopened(SimLogDevice device, RaftLogConfig config) throws IOException {
    return RaftLog.open(device.copy(new SplittableRandom(1)), config);
  }
}
