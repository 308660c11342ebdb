package io.vertikv.tools.sim;

import io.vertikv.raft.RaftConfig;
import io.vertikv.store.raftlog.RaftLog;
import io.vertikv.store.raftlog.LogDevice;
import io.vertikv.store.raftlog.LogSink;
import io.vertikv.store.rpc.Transport;
import io.vertikv.txn.region.Freshness;
import io.vertikv.txn.region.RegionOperation;
import io.vertikv.txn.route.OperationReader;
import io.vertikv.txn.route.RouteConfig;
import java.util.Locale;

/**
 * Named ways to break the code, each put in at a port, for the test of the tests: a simulator that does not notice proves
 * nothing. Production code has no switch for any of them.
 */
public enum Mutation {
  /** The code as it ships. */
  NONE {
    @Override
    Weather.Entrance entrance() { return Weather.Entrance.ANY; }
  },
  /** Term and vote never reach the disk. */
  HARD_STATE_NOT_WRITTEN {
    @Override
    LogSink sink(LogSink sink, RaftLog log) { return Sabotage.withoutHardState(sink); }
  },
  /** The term reaches the disk, the vote does not. */
  VOTE_NOT_WRITTEN {
    @Override
    LogSink sink(LogSink sink, RaftLog log) { return Sabotage.withoutVote(sink); }

    @Override
    Weather.Need needs() { return Weather.Need.ELECTIONS; }
  },
  /** Votes and acceptances leave before the log is synced. */
  ACKNOWLEDGES_BEFORE_SYNC {
    @Override
    LogSink sink(LogSink sink, RaftLog log) { return Sabotage.acknowledgingAtOnce(sink); }
  },
  /** What a leader has overruled stays behind the entries that replaced it. */
  OVERRULED_TAIL_KEPT {
    @Override
    LogSink sink(LogSink sink, RaftLog log) { return Sabotage.keepingTails(sink, log); }
  },
  /** The disk says that it has synced, and has not. */
  SYNC_DOES_NOTHING {
    @Override
    LogDevice device(LogDevice device) { return new SabotagedDevice(device, SabotagedDevice.Sync.SKIPPED); }
  },
  /** A failed sync is taken for a successful one. */
  SYNC_ERROR_IGNORED {
    @Override
    LogDevice device(LogDevice device) { return new SabotagedDevice(device, SabotagedDevice.Sync.ERRORS_IGNORED); }
  },
  /** A leader commits entries of older terms by counting replicas (paper, figure 8). */
  OLD_TERMS_COMMITTED_BY_COUNTING {
    @Override
    Transport transport(Transport transport, long self, SimCluster cluster) {
      return new EagerCommits(transport, self, cluster);
    }
  },
  /** Clients hear yes as soon as the leader has run their write. */
  ANSWERS_BEFORE_COMMIT {
    @Override
    RegionOperation operation(RegionOperation operation, SimReplica replica) {
      return HastyOperation.of(operation, replica, HastyOperation.Haste.WRITES_WITHOUT_GATE);
    }
  },
  /** A read that saw what is not committed yet does not wait for it (R2). */
  READS_SKIP_THE_GATE {
    @Override
    RegionOperation operation(RegionOperation operation, SimReplica replica) {
      return HastyOperation.of(operation, replica, HastyOperation.Haste.READS_WITHOUT_GATE);
    }
  },
  /** A leader answers reads without lease or read index (R9). */
  READS_WITHOUT_ASKING {
    @Override
    RegionOperation operation(RegionOperation operation, SimReplica replica) {
      return HastyOperation.of(operation, replica, HastyOperation.Haste.READS_WITHOUT_PROOF);
    }

    @Override
    Weather.Need needs() { return Weather.Need.PARTITIONS; }
  },
  /** The lease is looked at now and then, and so before a read rather than after it (R9). */
  LEASE_CHECKED_BEFORE_READING {
    @Override
    RegionOperation operation(RegionOperation operation, SimReplica replica) {
      return HastyOperation.of(operation, replica, HastyOperation.Haste.READS_PROVEN_BEFORE);
    }

    @Override
    Weather.Need needs() { return Weather.Need.PARTITIONS; }
  },
  /** A follower answers reads without asking the leader how far it must be. */
  FOLLOWER_READS_WITHOUT_ASKING {
    @Override
    Freshness freshness() { return Freshness.STALE; }
  },
  /** What was pending when leadership was lost is still read (R3). */
  PENDING_LAYER_KEPT {
    @Override
    boolean hidesLostLeadership() { return true; }
  },
  /** A request that is sent again is done again. */
  REQUEST_IDS_IGNORED {
    @Override
    RegionOperation operation(RegionOperation operation, SimReplica replica) {
      return HastyOperation.of(operation, replica, HastyOperation.Haste.WITHOUT_ID);
    }
  },
  /** A restart, or a snapshot, forgets which requests were done. */
  REQUESTS_FORGOTTEN {
    @Override
    boolean hidesRequests() { return true; }
  },
  /** A new leader serves before the opening entry of its term is applied (R4). */
  SERVES_BEFORE_OPENING_ENTRY {
    @Override
    boolean servesBeforeItsOpeningEntry() { return true; }

    @Override
    Weather.Need needs() { return Weather.Need.ELECTIONS; }
  },
  /** Leases without a margin, on clocks that differ. */
  LEASE_WITHOUT_DRIFT_MARGIN {
    @Override
    RaftConfig raft(RaftConfig c) {
      return new RaftConfig(c.electionTimeoutMillis(), c.heartbeatMillis(), 0, c.appendBytesMax(), c.inflightMax(),
          c.inflightBytesMax(), c.uncommittedEntriesMax(), c.uncommittedBytesMax(), c.waitingReadsMax(),
          c.promotionLagMax());
    }

    @Override
    double clockError(double within) { return 0.4; }

    @Override
    Weather.Need needs() { return Weather.Need.PARTITIONS; }
  },
  /** Clocks that differ by more than the margin of the leases allows for: no defect of the code, and it must show. */
  CLOCKS_BEYOND_THE_BOUND {
    @Override
    double clockError(double within) { return 0.4; }

    @Override
    Weather.Need needs() { return Weather.Need.PARTITIONS; }
  },
  /** The applied index is not in the same write as the data. */
  APPLIED_INDEX_WRITTEN_LATER {
    @Override
    boolean writesAppliedIndexLater() { return true; }
  },
  /** The log is cut below what is applied rather than what is flushed. */
  LOG_CUT_BEFORE_FLUSH {
    @Override
    boolean cutsBeforeFlush() { return true; }
  },
  /** The log is reset to a snapshot that a crash can still take away. */
  LOG_RESET_BEFORE_SNAPSHOT_IS_DURABLE {
    @Override
    boolean resetsLogBeforeFlush() { return true; }
  },
  /** Who sleeps is not told that the store of its leader is gone. */
  SLEEPERS_LEFT_ALONE {
    @Override
    boolean leavesSleepersAlone() { return true; }

    @Override
    Weather.Need needs() { return Weather.Need.SLEEP; }
  },
  /** A restart believes in the founders of the group. */
  MEMBERSHIP_FORGOTTEN {
    @Override
    boolean forgetsMembership() { return true; }
  },
  /** A router sends again what has no name and may have been done. */
  ROUTER_RETRIES_WITHOUT_NAMES {
    @Override
    Weather.Entrance entrance() { return Weather.Entrance.FRONT; }

    @Override
    RouteConfig route(RouteConfig config) { return config.withRequestIds(false); }

    @Override
    Transport requests(Transport transport) { return FrontSabotage.forgettingThatItSent(transport); }
  },
  /** The answers of a store are matched to its questions by their order, although some overtake others. */
  STALE_ANSWER_TAKEN {
    @Override
    Weather.Entrance entrance() { return Weather.Entrance.FRONT; }

    @Override
    Transport requests(Transport transport) { return FrontSabotage.answeringInOrder(transport); }
  },
  /** What a client has watched does not travel with its block. */
  WATCHES_LEFT_BEHIND {
    @Override
    Weather.Entrance entrance() { return Weather.Entrance.FRONT; }

    @Override
    OperationReader reader(OperationReader reader) { return FrontSabotage.withoutWatches(reader); }
  },
  /** A session that may read replicas is answered without asking the leader how far this one must be. */
  REPLICA_SESSIONS_READ_STALE {
    @Override
    Weather.Entrance entrance() { return Weather.Entrance.FRONT; }

    @Override
    Freshness freshness() { return Freshness.STALE; }
  },
  /** The region does again what a router has sent again. */
  ROUTED_IDS_IGNORED {
    @Override
    Weather.Entrance entrance() { return Weather.Entrance.FRONT; }

    @Override
    RegionOperation operation(RegionOperation operation, SimReplica replica) {
      return HastyOperation.of(operation, replica, HastyOperation.Haste.WITHOUT_ID);
    }
  },
  /** Sessions hear yes as soon as the leader has run their write. */
  SESSIONS_ANSWER_BEFORE_COMMIT {
    @Override
    Weather.Entrance entrance() { return Weather.Entrance.FRONT; }

    @Override
    RegionOperation operation(RegionOperation operation, SimReplica replica) {
      return HastyOperation.of(operation, replica, HastyOperation.Haste.WRITES_WITHOUT_GATE);
    }
  },
  /** A snapshot does not carry which requests were done. */
  SNAPSHOT_WITHOUT_REQUESTS {
    @Override
    boolean snapshotsLackRequests() { return true; }
  },
  /** A log is used as far as it can be read. */
  DAMAGE_IGNORED {
    @Override
    boolean ignoresDamage() { return true; }
  },
  /** A restart forgets the region's clock, and a new leader goes by its own. */
  REGION_CLOCK_FORGOTTEN {
    @Override
    boolean hidesClock() { return true; }
  },
  /** A region that splits off knows nothing of the requests that were done in the one it was part of. */
  SPLIT_WITHOUT_REQUESTS {
    @Override
    boolean splitsForgetRequests() { return true; }

    @Override
    Weather.Need needs() { return Weather.Need.REGIONS; }
  },
  /** A split that a crash took out of the engine is left to whatever the parent is sent next. */
  SPLIT_FORGOTTEN {
    @Override
    boolean forgetsSplits() { return true; }

    @Override
    Weather.Need needs() { return Weather.Need.REGIONS; }
  },
  /** Nobody tells a replica that it was removed. */
  DEPARTED_NEVER_TOLD {
    @Override
    boolean tellsNobodyThatHeLeft() { return true; }

    @Override
    Weather.Need needs() { return Weather.Need.REGIONS; }
  },
  /** A leader does not see to it that its new peers come into being. */
  NEW_PEERS_NEVER_MADE {
    @Override
    boolean makesNoPeers() { return true; }

    @Override
    Weather.Need needs() { return Weather.Need.REGIONS; }
  },
  /** A restart forgets up to where requests were forgotten. */
  FLOORS_FORGOTTEN {
    @Override
    boolean hidesFloors() { return true; }

    @Override
    Weather.Need needs() { return Weather.Need.FORGETTING; }
  };

  /** As the command line has it. */
  public String option() { return name().toLowerCase(Locale.ROOT).replace('_', '-'); }

  LogSink sink(LogSink sink, RaftLog log) { return sink; }

  LogDevice device(LogDevice device) { return device; }

  Transport transport(Transport transport, long self, SimCluster cluster) { return transport; }

  RaftConfig raft(RaftConfig config) { return config; }

  double clockError(double within) { return within; }

  Weather.Need needs() { return Weather.Need.NOTHING; }

  Weather.Entrance entrance() { return Weather.Entrance.REGION; }

  RouteConfig route(RouteConfig config) { return config; }

  /** A router's way to other stores. */
  Transport requests(Transport transport) { return transport; }

  OperationReader reader(OperationReader reader) { return reader; }

  /** As the executor gets it. */
  RegionOperation operation(RegionOperation operation, SimReplica replica) {
    return operation;
  }

  Freshness freshness() { return Freshness.LINEARIZABLE; }

  boolean hidesLostLeadership() { return false; }

  boolean servesBeforeItsOpeningEntry() { return false; }

  boolean hidesRequests() { return false; }

  boolean writesAppliedIndexLater() { return false; }

  boolean resetsLogBeforeFlush() { return false; }

  boolean cutsBeforeFlush() { return false; }

  boolean leavesSleepersAlone() { return false; }

  boolean snapshotsLackRequests() { return false; }

  boolean forgetsMembership() { return false; }

  boolean hidesFloors() { return false; }

  boolean hidesClock() { return false; }

  boolean splitsForgetRequests() { return false; }

  boolean forgetsSplits() { return false; }

  boolean tellsNobodyThatHeLeft() { return false; }

  boolean makesNoPeers() { return false; }

  boolean ignoresDamage() { return false; }
}
