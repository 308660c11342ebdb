package io.vertikv.placement.tso;

import io.vertikv.store.rpc.Transport;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.placement.TestTransport;
import io.vertikv.store.rpc.Transport.RequestFailure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimestampClientTest {
  private final ScriptedGroup group = new ScriptedGroup(3);
  private final ScriptedGroup.Store here = group.store(1);
  private final TestTransport wire = new TestTransport();
  private final TimestampClient client = new TimestampClient(here.loop, wire, here.oracle);

  /** A user with a need at a time, as a region's line of batches is. */
  private final class User implements Runnable {
    final List<Long> got = new ArrayList<>();

    void need() {
      long ts = client.next();
      if (ts == 0) client.whenAvailable(this);
      else got.add(ts);
    }

    @Override
    public void run() { need(); }
  }

  private TimestampServer at(int store) { return new TimestampServer(group.store(store).oracle); }

  private User need() {
    User user = new User();
    user.need();
    return user;
  }

  @Test
  void whereTheOracleLeadsItIsAPlainCall() {
    group.serve(1);
    User user = need();
    assertEquals(1, user.got.size());
    assertEquals(0, wire.underWay());
    assertEquals(1, here.oracle.given());
  }

  @Test
  void elsewhereTheLeaderIsAsked() {
    group.serve(2);
    User user = need();
    TestTransport.Asked asked = wire.take();
    assertEquals(2, asked.store());
    asked.answer(at(2));
    assertEquals(1, user.got.size());
    assertEquals(0, client.next(), "nothing is kept");
    assertEquals(0, wire.underWay());
  }

  @Test
  void aStoreWithoutAReplicaOfTheGroupAsksFoundersUntilOneKnowsAndThenTheOneWhoGave() {
    TimestampClient spare = new TimestampClient(here.loop, wire, here.oracle, List.of(2L, 3L));
    group.stores.forEach(store -> assertEquals(0, store.leaderStore()));
    List<Long> got = new ArrayList<>();
    Runnable user = () -> got.add(spare.next());
    spare.whenAvailable(user);
    TestTransport.Asked first = wire.take();
    assertEquals(2, first.store());
    first.reply().failed(Transport.RequestFailure.NOT_SENT);
    here.loop.pass(TimestampClient.PAUSE_MILLIS);
    TestTransport.Asked second = wire.take();
    assertEquals(3, second.store());
    second.reply().answered(TimestampWire.encode(new TimestampWire.Answer.Elsewhere(2)));
    TestTransport.Asked third = wire.take();
    assertEquals(2, third.store());
    third.reply().answered(TimestampWire.encode(new TimestampWire.Answer.Given(new long[]{7})));
    assertEquals(List.of(7L), got);
    spare.whenAvailable(user);
    assertEquals(2, wire.take().store());
  }

  @Test
  void oneRequestIsUnderWayAndALaterNeedWaitsForTheNext() {
    group.serve(2);
    User first = need();
    User second = need();
    User third = need();
    second.need();
    assertEquals(1, wire.underWay());
    TestTransport.Asked asked = wire.take();
    assertEquals(1, TimestampWire.count(asked.payload()));
    long between = group.store(2).oracle.next();
    asked.answer(at(2));
    assertEquals(1, first.got.size());
    assertEquals(0, second.got.size());
    TestTransport.Asked next = wire.take();
    assertEquals(2, TimestampWire.count(next.payload()));
    next.answer(at(2));
    assertTrue(second.got.getFirst() > between && third.got.getFirst() > second.got.getFirst());
    assertEquals(1, second.got.size());
  }

  @Test
  void aTimestampThatWasAskedForBeforeTheNeedAroseIsNeverUsed() {
    group.serve(2);
    client.whenAvailable(() -> {});
    TestTransport.Asked asked = wire.take();
    User later = need();
    asked.answer(at(2));
    assertEquals(0, later.got.size());
    assertEquals(0, client.next());
    wire.take().answer(at(2));
    assertEquals(1, later.got.size());
  }

  @Test
  void aSecondNeedWhileTheTaskRunsIsNotServedFromTheSameRequest() {
    group.serve(2);
    List<Long> got = new ArrayList<>();
    client.whenAvailable(() -> {
      got.add(client.next());
      got.add(client.next());
    });
    need();
    wire.take().answer(at(2));
    assertTrue(got.get(0) > 0);
    assertEquals(0, got.get(1));
  }

  @Test
  void afterAFailureItAsksAgainWhileSomebodyWaits() {
    group.serve(2);
    User user = need();
    for (RequestFailure failure : RequestFailure.values()) {
      wire.take().reply().failed(failure);
      assertEquals(0, wire.underWay(), "not at once");
      here.loop.pass(TimestampClient.PAUSE_MILLIS);
    }
    TestTransport.Asked asked = wire.take();
    asked.answer(at(2));
    asked.answer(at(2));
    assertEquals(1, user.got.size());
    assertEquals(0, here.loop.timers());
  }

  @Test
  void aRequestIsGivenUpInTime() {
    group.serve(2);
    need();
    assertEquals(here.loop.nanoTime() + TimestampClient.PATIENCE_MILLIS * 1_000_000, wire.take().deadlineNanos());
  }

  @Test
  void aHintIsFollowedAtOnceButNotInCircles() {
    group.serve(2);
    User user = need();
    group.store(2).stepDown();
    group.elect(group.store(3));
    wire.take().answer(at(2));
    TestTransport.Asked redirected = wire.take();
    assertEquals(3, redirected.store());
    redirected.reply().answered(TimestampWire.encode(new TimestampWire.Answer.Elsewhere(2)));
    assertEquals(0, wire.underWay());
    group.settle();
    here.loop.pass(TimestampClient.PAUSE_MILLIS);
    wire.take().answer(at(3));
    assertEquals(1, user.got.size());
  }

  @Test
  void whileNobodyIsKnownToLeadItWaits() {
    User user = need();
    here.loop.pass(3 * TimestampClient.PAUSE_MILLIS);
    assertEquals(0, wire.underWay());
    group.serve(2);
    here.loop.pass(TimestampClient.PAUSE_MILLIS);
    wire.take().answer(at(2));
    assertEquals(1, user.got.size());
  }

  @Test
  void aLeaderWithoutALeaseMakesItWait() {
    group.serve(2);
    User user = need();
    group.nowMillis += ScriptedGroup.LEASE_MILLIS;
    wire.take().answer(at(2));
    assertEquals(0, user.got.size());
    group.store(2).renew();
    here.loop.pass(TimestampClient.PAUSE_MILLIS);
    wire.take().answer(at(2));
    assertEquals(1, user.got.size());
  }

  @Test
  void anAnswerThatIsNotUnderstoodIsAFailure() {
    group.serve(2);
    User user = need();
    wire.take().reply().answered(new byte[]{9});
    here.loop.pass(TimestampClient.PAUSE_MILLIS);
    wire.take().reply().answered(TimestampWire.encode(new TimestampWire.Answer.Refused("too new")));
    here.loop.pass(TimestampClient.PAUSE_MILLIS);
    wire.take().answer(at(2));
    assertEquals(1, user.got.size());
  }

  @Test
  void whenLeadershipComesHereWhatIsUnderWayIsVoid() {
    group.serve(2);
    User user = need();
    TestTransport.Asked old = wire.take();
    group.nowMillis += ScriptedGroup.LEASE_MILLIS;
    byte[] early = TimestampWire.encode(new TimestampWire.Answer.Given(new long[]{group.store(2).oracle.next() + 1}));
    group.store(2).stepDown();
    group.serve(1);
    user.need();
    assertEquals(1, user.got.size(), "served here");
    here.stepDown();
    group.nowMillis += ScriptedGroup.LEASE_MILLIS;
    group.serve(3);
    user.got.clear();
    user.need();
    old.reply().answered(early);
    assertEquals(0, user.got.size(), "this need is younger than that request");
    wire.take().answer(at(3));
    assertEquals(1, user.got.size());
  }

  @Test
  void whoWaitsForAnAnswerWhenLeadershipComesHereIsServedHereAfterItsFailure() {
    group.serve(2);
    User user = need();
    group.store(2).stepDown();
    group.serve(1);
    wire.take().reply().failed(RequestFailure.LOST);
    here.loop.pass(TimestampClient.PAUSE_MILLIS);
    assertEquals(1, user.got.size());
    assertEquals(0, wire.underWay());
  }

  @Test
  void whoWaitsHereWhenLeadershipGoesIsServedFromElsewhere() {
    group.elect(here);
    User user = need();
    here.stepDown();
    group.serve(2);
    here.loop.turn();
    wire.take().answer(at(2));
    assertEquals(1, user.got.size());
  }

  @Test
  void moreNeedsThanOneRequestHoldsGoInSeveral() {
    group.serve(2);
    need();
    List<User> users = new ArrayList<>();
    for (int i = 0; i < 100; i++) users.add(need());
    for (int i = 0; i < 3; i++) wire.take().answer(at(2));
    for (User user : users) assertEquals(1, user.got.size());
    assertEquals(0, wire.underWay());
  }

  @Test
  void anAnswerWithFewerIsFilledUpByTheNext() {
    group.serve(2);
    need();
    User second = need();
    User third = need();
    wire.take().answer(at(2));
    long ts = group.store(2).oracle.next();
    wire.take().reply().answered(TimestampWire.encode(new TimestampWire.Answer.Given(new long[]{ts})));
    assertEquals(List.of(ts), second.got);
    wire.take().answer(at(2));
    assertEquals(1, third.got.size());
  }
}
