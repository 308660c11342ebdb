package io.vertikv.raft;

import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.LogMark;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.message.Envelope;
import io.vertikv.raft.message.PreVoteReply;
import io.vertikv.raft.message.RaftMessage;
import io.vertikv.raft.message.VoteReply;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.raft.ready.ReadOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;

/** One replica on a test bench, peer 1: what goes in is written by the test, what comes out is collected. */
final class Bench {
  static final long MILLI = 1_000_000;

  private final List<Envelope> sent = new ArrayList<>();
  private final List<ReadOutcome> reads = new ArrayList<>();
  private final Host host;
  private long now;

  /** A voter of a group of so many, in term {@code term}, with a durable log of these terms, its restart long past. */
  Bench(int voters, long term, long... logTerms) {
    long[] ids = new long[voters];
    for (int i = 0; i < voters; i++) ids[i] = i + 1;
    host = new Host(1, config(), Membership.of(PeerSet.of(ids)),
        RandomGeneratorFactory.of("L64X128MixRandom").create(1), new Safety(), sent::add);
    host.log.preset(term, logTerms);
    host.start(0);
    pause(100);
    sent.clear();
  }

  static RaftConfig config() { return new RaftConfig(100, 10, 100, 1 << 20, 16, 1 << 20, 1000, 1 << 20, 100, 10); }

  static LogEntry entry(long index, long term) {
    return new LogEntry(index, term, EntryKind.COMMAND, new Command("e" + index));
  }

  static LogMark mark(long index, long term) { return new LogMark(index, term); }

  RaftNode node() { return host.node(); }

  Host host() { return host; }

  long now() { return now; }

  /** Lets time pass in one piece, as in a pause. */
  void pause(long millis) {
    now += millis * MILLI;
    node().tick(now);
  }

  /** Lets time pass in ticks of a millisecond. */
  void pass(long millis) {
    for (long i = 0; i < millis; i++) pause(1);
  }

  /** Steps a message, does all disk work at once, and returns what was sent. */
  List<RaftMessage> step(RaftMessage message) {
    node().step(message, now);
    return settle();
  }

  /** The same with a disk that has not finished. */
  List<RaftMessage> stepUnsynced(RaftMessage message) {
    node().step(message, now);
    return handOut();
  }

  List<RaftMessage> settle() {
    do {
      while (node().hasReady()) reads.addAll(host.takeReady().reads());
      while (host.log.unsyncedCount() > 0) host.sync();
      host.apply();
    } while (node().hasReady());
    return taken();
  }

  List<RaftMessage> handOut() {
    while (node().hasReady()) reads.addAll(host.takeReady().reads());
    return taken();
  }

  /** Wins an election by the vote of peer 2 (and 3), with everything settled but nothing answered. */
  List<RaftMessage> lead(int votesNeeded) {
    node().campaign();
    settle();
    long next = node().term() + 1;
    for (long peer = 2; peer < 2 + votesNeeded; peer++) step(new PreVoteReply(peer, next, true));
    List<RaftMessage> out = List.of();
    for (long peer = 2; peer < 2 + votesNeeded; peer++) out = step(new VoteReply(peer, next, true));
    return out;
  }

  List<ReadOutcome> reads() { return reads; }

  private List<RaftMessage> taken() {
    List<RaftMessage> out = sent.stream().map(Envelope::message).toList();
    sent.clear();
    return out;
  }
}
