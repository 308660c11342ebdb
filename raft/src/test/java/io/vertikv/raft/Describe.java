package io.vertikv.raft;

import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.raft.message.AppendAccepted;
import io.vertikv.raft.message.AppendRejected;
import io.vertikv.raft.message.AppendRequest;
import io.vertikv.raft.message.Envelope;
import io.vertikv.raft.message.Heartbeat;
import io.vertikv.raft.message.HeartbeatReply;
import io.vertikv.raft.message.InstallSnapshot;
import io.vertikv.raft.message.PreVoteReply;
import io.vertikv.raft.message.PreVoteRequest;
import io.vertikv.raft.message.Quiesce;
import io.vertikv.raft.message.RaftMessage;
import io.vertikv.raft.message.ReadIndexReply;
import io.vertikv.raft.message.ReadIndexRequest;
import io.vertikv.raft.message.StaleTerm;
import io.vertikv.raft.message.TimeoutNow;
import io.vertikv.raft.message.VoteReply;
import io.vertikv.raft.message.VoteRequest;
import io.vertikv.raft.message.WakeUp;
import io.vertikv.raft.ready.LogAppend;
import io.vertikv.raft.ready.ReadOutcome;
import java.util.List;
import java.util.stream.Collectors;

/** Words for the interaction scripts. */
final class Describe {
  private Describe() {}

  static String envelope(Envelope envelope) {
    return envelope.message().from() + "->" + envelope.to() + " t" + envelope.message().term() + " "
        + message(envelope.message());
  }

  private static String message(RaftMessage message) {
    return switch (message) {
      case PreVoteRequest m -> "pre-vote? last=" + m.last();
      case PreVoteReply m -> "pre-vote " + (m.granted() ? "yes" : "no");
      case VoteRequest m -> "vote? last=" + m.last() + (m.transfer() ? " transfer" : "");
      case VoteReply m -> "vote " + (m.granted() ? "yes" : "no");
      case AppendRequest m -> "append after " + m.previous() + " " + entries(m.entries()) + " commit=" + m.commit();
      case AppendAccepted m -> "accepted " + m.matched();
      case AppendRejected m -> "rejected " + m.rejected() + " hint=" + m.hint();
      case Heartbeat m -> "heartbeat commit=" + m.commit() + (m.readRound() == 0 ? "" : " round=" + m.readRound());
      case HeartbeatReply m -> "heartbeat heard" + (m.readRound() == 0 ? "" : " round=" + m.readRound());
      case InstallSnapshot m -> "snapshot " + m.snapshot().last() + " " + m.snapshot().membership();
      case StaleTerm _ -> "your term is over";
      case TimeoutNow m -> "campaign now last=" + m.lastIndex();
      case ReadIndexRequest _ -> "read index?";
      case ReadIndexReply m -> "read index " + m.index();
      case Quiesce m -> "sleep at " + m.last();
      case WakeUp _ -> "stay awake";
    };
  }

  static String entries(List<LogEntry> entries) {
    return entries.stream().map(Describe::entry).collect(Collectors.joining(", ", "[", "]"));
  }

  static String entry(LogEntry entry) {
    String content = switch (entry.kind()) {
      case COMMAND -> ((Command) entry.payload()).text();
      case NO_OP -> "no-op";
      case MEMBERSHIP -> ((MembershipPayload) entry.payload()).membership().toString();
    };
    return entry.index() + "@" + entry.term() + " " + content;
  }

  static String append(LogAppend append) {
    String cut = append.truncateFrom() == 0 ? "" : " cut from " + append.truncateFrom();
    return "term=" + append.hardState().term() + " vote=" + append.hardState().vote() + cut
        + (append.entries().isEmpty() ? "" : " " + entries(append.entries()));
  }

  static String read(ReadOutcome outcome) {
    return switch (outcome) {
      case ReadOutcome.ReadState state -> "read " + state.context() + " at " + state.index();
      case ReadOutcome.ReadFailed failed -> "read " + failed.context() + " failed";
    };
  }
}
