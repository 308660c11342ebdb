package io.vertikv.store.group;

import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.Payload;
import io.vertikv.raft.membership.MembershipCodec;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.raftlog.StoredEntry;

/** Raft's entries as the log keeps them. Kinds on disk: 0 COMMAND, 1 NO_OP, 2 MEMBERSHIP. */
public final class EntryCodec {
  private static final byte COMMAND = 0;
  private static final byte NO_OP = 1;
  private static final byte MEMBERSHIP = 2;

  private EntryCodec() {}

  static StoredEntry stored(LogEntry entry) {
    return switch (entry.kind()) {
      case COMMAND -> new StoredEntry(entry.index(), entry.term(), COMMAND, ((EntryBytes) entry.payload()).bytes());
      case NO_OP -> new StoredEntry(entry.index(), entry.term(), NO_OP, Bytes.EMPTY);
      case MEMBERSHIP -> new StoredEntry(entry.index(), entry.term(), MEMBERSHIP,
          Bytes.of(MembershipCodec.encode((MembershipPayload) entry.payload())));
    };
  }

  public static LogEntry entry(StoredEntry stored) {
    return switch (stored.kind()) {
      case COMMAND -> new LogEntry(stored.index(), stored.term(), EntryKind.COMMAND, new EntryBytes(stored.payload()));
      case NO_OP -> new LogEntry(stored.index(), stored.term(), EntryKind.NO_OP, Payload.NONE);
      case MEMBERSHIP -> new LogEntry(stored.index(), stored.term(), EntryKind.MEMBERSHIP,
          MembershipCodec.decode(stored.payload().array()));
      default -> throw new MalformedBytes("entry of kind " + stored.kind());
    };
  }
}
