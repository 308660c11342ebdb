package io.vertikv.placement.ids;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertikv.raft.ready.DropReason;
import io.vertikv.raft.ready.ProposeOutcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdLineTest {
  private static final RequestKey KEY = new RequestKey(1, 1);
  private final List<RequestKey> proposed = new ArrayList<>();
  private final List<IdOutcome> got = new ArrayList<>();
  private ProposeOutcome next = new ProposeOutcome.Proposed(1, 1);
  private final IdLine line = new IdLine(key -> {
    proposed.add(key);
    return next;
  }, () -> 3, IdWindow.EMPTY);

  @Test
  void theSameWishIsProposedOnceAndAnsweredToAll() {
    line.allocate(KEY, got::add);
    line.allocate(KEY, got::add);
    line.applied(IdWindow.EMPTY.with(new RequestKey(5, 5)));
    assertEquals(List.of(), got);
    line.applied(IdWindow.EMPTY.with(KEY));
    line.allocate(KEY, got::add);
    assertEquals(List.of(KEY), proposed);
    IdOutcome id = new IdOutcome.Allocated(101);
    assertEquals(List.of(id, id, id), got);
  }

  @Test
  void whoCannotProposeSaysSo() {
    next = new ProposeOutcome.NotLeader(2);
    line.allocate(KEY, got::add);
    next = new ProposeOutcome.Dropped(DropReason.TRANSFERRING);
    line.allocate(KEY, got::add);
    assertEquals(List.of(new IdOutcome.NotLeader(3), new IdOutcome.Unavailable("TRANSFERRING")), got);
  }

  @Test
  void aLostLeaderDoesNotKnow() {
    line.allocate(KEY, got::add);
    line.leadershipLost();
    line.applied(IdWindow.EMPTY.with(KEY));
    assertEquals(List.of(new IdOutcome.Unknown()), got);
  }

  @Test
  void notMoreThanALimitedNumberWaits() {
    for (int i = 0; i <= IdLine.WAITING_MAX; i++) line.allocate(new RequestKey(2, i), got::add);
    assertEquals(List.of(new IdOutcome.Unavailable("too many wait for ids")), got);
    for (int i = 0; i < IdLine.WAITING_MAX; i++) line.allocate(new RequestKey(2, 0), got::add);
    assertEquals(2, got.size());
    assertEquals(IdLine.WAITING_MAX, proposed.size());
  }
}
