package io.vertikv.resp.admin;

import io.vertikv.resp.cluster.ClusterMap;

/**
 * What the commands of the server group ask of the process around them. Implemented where the process is put together. Called
 * on event loops: must not block.
 */
public interface ServerFacts {
  Identity identity();

  /** As of now, or of a moment ago. */
  Memory memory();

  Processor processor();

  Storage storage();

  Replication replication();

  ClusterMap cluster();

  /** Answers what was accepted and ends the process, soon. */
  void shutDown();

  /**
   * What never changes while the process lives.
   *
   * @param version of VertiKV
   * @param runId 40 hexadecimal digits, new at each start
   * @param configFile empty: none
   */
  record Identity(String version, String runId, String os, long processId, String executable, String configFile,
      long startedUnixMillis) {}

  /**
   * Bytes. {@code resident}: of the whole process, as the operating system sees it, now and at its highest; {@code direct}:
   * network and file buffers outside of the heap; {@code engine}: caches and tables of RocksDB, at most.
   */
  record Memory(long heapUsed, long heapCommitted, long heapMax, long direct, long engine, long resident,
      long residentPeak, long machine) {
    /** What is used inside of the process and known by kind. */
    public long used() {
      return heapUsed + direct + engine;
    }
  }

  /** Seconds of processor time since the start. */
  record Processor(double user, double system) {}

  /**
   * This store in its cluster, as of a moment ago. To clients every node is a master, since it takes every command.
   *
   * @param leaderStore which leads the data; 0: none is known
   * @param followers connected stores that follow, when this one leads
   * @param quorum how many stores have a write when it is acknowledged
   * @param leaderAgeMillis since this store and the leader's last heard of each other, to about a second; -1: never
   */
  record Replication(long store, long leaderStore, int followers, long term, long commitIndex, long appliedIndex,
      int quorum, long leaderAgeMillis) {}

  /**
   * Where the data lies and when it is safe: {@code sync} is always, interval or never.
   *
   * @param logBytes what the Raft log holds on disk
   */
  record Storage(String folder, String sync, long logBytes) {}
}
