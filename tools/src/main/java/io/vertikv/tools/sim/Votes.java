package io.vertikv.tools.sim;

import static io.vertikv.tools.sim.SimViolation.check;

import io.vertikv.raft.message.VoteReply;
import io.vertikv.raft.message.VoteRequest;
import io.vertikv.store.rpc.GroupMessage;
import java.util.HashMap;
import java.util.Map;

/** One vote a term (paper §5.2), also over restarts: looks at every vote that leaves a store, a candidate's own included. */
final class Votes {
  private record Ballot(long group, long voter, long term) {}

  private final Map<Ballot, Long> given = new HashMap<>();

  void sent(GroupMessage message) {
    switch (message.message()) {
      case VoteRequest request -> note(message.group(), request.from(), request.term(), request.from());
      case VoteReply reply when reply.granted() -> note(message.group(), reply.from(), reply.term(), message.toPeer());
      default -> {}
    }
  }

  private void note(long group, long voter, long term, long candidate) {
    Long before = given.putIfAbsent(new Ballot(group, voter, term), candidate);
    check(before == null || before == candidate, "peer %s of region %s votes for %s and %s in term %s", voter, group,
        before,
        candidate, term);
  }
}
