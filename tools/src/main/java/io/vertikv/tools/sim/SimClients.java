package io.vertikv.tools.sim;

import static io.vertikv.tools.sim.SimViolation.check;

import io.vertikv.store.engine.EngineReader;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.HistoryRecorder;
import io.vertikv.tools.check.Verdict;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RequestId;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Clients, each with one request at a time. A request that was certainly not run is sent again, wherever it is told to; one
 * whose fate is open only if it has an id, by which the region knows it again. What each was told goes into a history.
 */
final class SimClients implements Traffic {
  private static final int CLIENTS = 6;
  private static final int PATIENCE_MILLIS = 300;
  private static final int RETRY_MILLIS_MAX = 8;

  private final SimCluster cluster;
  private final RandomGenerator random;
  private final Weather weather;
  private final List<Workload> workloads;
  private final List<Client> clients = new ArrayList<>();
  private boolean stopped;
  private long acknowledged;
  private long reads;
  private long unknown;

  SimClients(SimCluster cluster, RandomGenerator random) {
    this.cluster = cluster;
    this.random = random;
    weather = cluster.weather();
    workloads = weather.workloads();
    for (int i = 0; i < CLIENTS; i++) clients.add(new Client(i));
    clients.forEach(Client::later);
  }

  @Override
  public long acknowledged() { return acknowledged; }

  @Override
  public long reads() { return reads; }

  @Override
  public long unknown() { return unknown; }

  @Override
  public void stop() { stopped = true; }

  @Override
  public boolean idle() { return clients.stream().allMatch(client -> client.work == null); }

  @Override
  public Verdict judge(EngineReader replica) {
    for (Workload workload : workloads) {
      Verdict verdict = workload.judge(replica);
      if (!verdict.holds()) return verdict;
    }
    return new Verdict.Holds();
  }

  /** What was committed anywhere of the region when it was asked something. */
  private record Floor(long region, long index) {
    static final Floor NONE = new Floor(0, 0);
  }

  /** No attempt has this number. */
  private static final int NOBODY = 0;

  private final class Client {
    private final int number;
    private long stream = random.nextLong();
    private long sequence;
    private long home;
    private Work work;
    private HistoryRecorder.Invocation invocation;
    /** An earlier attempt may have been run, or may still be. */
    private boolean open;
    private int attempt;
    private long giveUpNanos;

    Client(int number) { this.number = number; }

    void later() { cluster.time().after(random.nextLong(weather.restMillis * SimScheduler.MILLI), this::begin); }

    private void begin() {
      if (stopped) return;
      Workload workload = workloads.get(random.nextInt(workloads.size()));
      work = workload.next(random);
      invocation = workload.invoke(number, work);
      sequence++;
      open = false;
      giveUpNanos = cluster.time().nowNanos() + weather.patienceMillis * SimScheduler.MILLI;
      send();
    }

    private void send() {
      int mine = ++attempt;
      RequestId id = named() ? new RequestId(stream, sequence, open) : null;
      long to = home != 0 && random.nextInt(10) != 0 ? home : 1 + random.nextInt(cluster.nodes().size());
      boolean here = work.reads() && random.nextDouble() < weather.readsHere;
      if (id != null && random.nextDouble() < weather.doubled()) {
        // As after a broken connection: an earlier copy is still on its way, and what that one is told nobody hears.
        open = true;
        deliver(to, NOBODY, id, false);
        id = new RequestId(stream, sequence, true);
      }
      deliver(to, mine, id, here);
      cluster.time().after(PATIENCE_MILLIS * SimScheduler.MILLI, () -> {
        if (mine == attempt && work != null) fateIsOpen();
      });
    }

    private void deliver(long to, int mine, RequestId id, boolean here) {
      Work sent = work;
      byte[] key = Work.bytes(sent.keys().getFirst());
      RegionLedger asked = cluster.ledger().of(cluster.ledger().reference().regionAt(key));
      Floor floor = sent.reads() ? new Floor(asked.region(), asked.highest()) : Floor.NONE;
      travel(() -> {
        SimStore store = cluster.store(to);
        if (store == null) {
          answered(mine, () -> refused(0));
          return;
        }
        ClientOperation operation = new ClientOperation(sent, id, new Ending(store, mine, key, floor));
        store.loop().execute(() -> store.asked(operation, key, here));
      });
    }

    private void travel(Runnable arrive) { cluster.time().after(random.nextLong(SimScheduler.MILLI), arrive); }

    /** Only the answer to the last attempt moves the client on. */
    private void answered(int mine, Runnable answer) {
      if (mine == attempt && work != null) answer.run();
    }

    /** This attempt was not run. */
    private void refused(long leaderStore) {
      home = leaderStore;
      if (tired()) end(open);
      else again();
    }

    /** This attempt may have been run. */
    private void fateIsOpen() {
      home = 0;
      open = !work.reads();
      boolean may = work.reads() || named();
      if (!may || tired()) end(open);
      else again();
    }

    private boolean named() { return weather.requestIds && !work.reads(); }

    private boolean tired() { return cluster.time().nowNanos() > giveUpNanos; }

    private void again() {
      attempt++;
      Work wanted = work;
      cluster.time().after(random.nextLong(RETRY_MILLIS_MAX * SimScheduler.MILLI), () -> {
        if (work == wanted) send();
      });
    }

    private void end(boolean mayHaveHappened) {
      if (mayHaveHappened) {
        unknown++;
        invocation.unknown();
        if (random.nextBoolean()) stream = random.nextLong();
      } else {
        invocation.failed();
      }
      work = null;
      later();
    }

    private void done(long store, Answer answer) {
      home = store;
      if (work.reads()) reads++;
      else acknowledged++;
      cluster.trace().note(store, work.reads() ? "answers a read" : "acknowledges", number, sequence);
      invocation.ok(answer);
      work = null;
      later();
    }

    private final class Ending implements ClientOperation.Ending {
      private final SimStore store;
      private final int mine;
      private final byte[] key;
      private final Floor floor;

      Ending(SimStore store, int mine, byte[] key, Floor floor) {
        this.store = store;
        this.mine = mine;
        this.key = key;
        this.floor = floor;
      }

      @Override
      public void completed(Answer answer) {
        SimReplica replica = store.replicas().at(key);
        if (replica != null && replica.region() == floor.region()) {
          long commit = replica.group().commitIndex();
          check(commit >= floor.index(),
              "store %s answered a read at commit %s, but %s was committed when it was asked",
              store.id(), commit, floor.index());
        }
        back(() -> done(store.id(), answer));
      }

      @Override
      public void failed(RegionFailure failure) {
        switch (failure) {
          case RegionFailure.NotLeader elsewhere -> back(() -> refused(elsewhere.leaderStore()));
          case RegionFailure.Unavailable none -> back(() -> refused(0));
          case RegionFailure.EpochNotMatch moved -> back(() -> refused(0));
          case RegionFailure.SeveralRegions several ->
            throw new SimViolation("an operation of one key met two regions");
          case RegionFailure.Busy full -> back(() -> refused(store.id()));
          case RegionFailure.DiskFull full -> back(() -> refused(0));
          case RegionFailure.Unknown either -> {
            cluster.trace().note(store.id(), "does not know", number, sequence);
            back(Client.this::fateIsOpen);
          }
          case RegionFailure.Defect defect -> throw new SimViolation("an operation broke: " + defect.message());
          case RegionFailure.TooLarge large -> throw new SimViolation("an operation wrote " + large.bytes() + " bytes");
        }
      }

      private void back(Runnable answer) {
        if (random.nextDouble() < weather.loss()) return;
        travel(() -> answered(mine, answer));
      }
    }
  }
}
