package io.vertikv.store.rpc;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** Hands requests of other stores to whoever knows about their kind; one for each loop, only for that loop. */
public final class RequestDesk {
  /** Answers requests of one kind. */
  public interface Clerk {
    /**
     * @param payload whole, its first byte is the kind
     * @param answer takes the reply, now or later, at most once; without one the asker waits until its deadline
     */
    void asked(long fromStore, byte[] payload, Consumer<byte[]> answer);
  }

  private final Map<RequestKind, Clerk> clerks = new EnumMap<>(RequestKind.class);

  public void place(RequestKind kind, Clerk clerk) {
    if (clerks.putIfAbsent(kind, clerk) != null) throw new IllegalStateException("two answer requests of " + kind);
  }

  /** What nobody here knows stays without an answer. */
  public void asked(long fromStore, byte[] payload, Consumer<byte[]> answer) {
    Clerk clerk = clerks.get(RequestKind.of(payload));
    if (clerk != null) clerk.asked(fromStore, payload, answer);
  }
}
