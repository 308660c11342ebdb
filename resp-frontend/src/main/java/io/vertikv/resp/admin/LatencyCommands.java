package io.vertikv.resp.admin;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.command.Command;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.session.Answer;
import io.vertikv.resp.session.LatencyEvents;
import io.vertikv.resp.session.Session;
import io.vertikv.resp.session.SessionCommand;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** LATENCY and its subcommands. */
final class LatencyCommands {
  private static final SessionCommand HELP = AdminCommands.help(
      "LATENCY <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
      "DOCTOR",
      "    Return a human readable latency analysis report.",
      "GRAPH <event>",
      "    Return an ASCII latency graph for the <event> class.",
      "HISTORY <event>",
      "    Return time-latency samples for the <event> class.",
      "LATEST",
      "    Return the latest latency samples for all events.",
      "RESET [<event> ...]",
      "    Reset latency data of one or more <event> classes.",
      "    (default: reset all data for all event classes)",
      "HISTOGRAM [COMMAND ...]",
      "    Return a cumulative distribution of latencies in the format of a histogram for the specified command names.",
      "    If no commands are specified then all histograms are replied",
      "HELP",
      "    Print this help.");

  private LatencyCommands() {}

  static Map<String, SessionCommand> all() {
    return Map.of(
        "LATENCY|LATEST", LatencyCommands::latest,
        "LATENCY|HISTORY", LatencyCommands::history,
        "LATENCY|RESET", LatencyCommands::reset,
        "LATENCY|HISTOGRAM", LatencyCommands::histogram,
        "LATENCY|DOCTOR", (session, args) -> text(LatencyReport.advice(session.frontEnd().latencyEvents())),
        "LATENCY|GRAPH", LatencyCommands::graph,
        "LATENCY|HELP", HELP);
  }

  private static Reply text(String text) {
    return new Reply.Verbatim("txt", text.getBytes(StandardCharsets.UTF_8));
  }

  private static Reply latest(Session session, Args args) {
    List<Reply> latest = new ArrayList<>();
    for (LatencyEvents.Kind kind : session.frontEnd().latencyEvents().all()) {
      LatencyEvents.Sample last = kind.samples().getLast();
      latest.add(Reply.array(Reply.bulk(kind.name()), Reply.integer(last.unixSeconds()), Reply.integer(last.millis()),
          Reply.integer(kind.worstMillis())));
    }
    return Reply.array(latest);
  }

  /** Null when nothing of this name ever took too long. */
  private static LatencyEvents.Kind kind(Session session, String name) {
    for (LatencyEvents.Kind kind : session.frontEnd().latencyEvents().all()) if (kind.name().equals(name)) return kind;
    return null;
  }

  private static Reply history(Session session, Args args) {
    LatencyEvents.Kind kind = kind(session, args.text(2));
    if (kind == null) return Reply.EMPTY_ARRAY;
    return Reply.array(kind.samples().stream()
        .map(sample -> Reply.array(Reply.integer(sample.unixSeconds()), Reply.integer(sample.millis()))).toList());
  }

  private static Reply reset(Session session, Args args) {
    LatencyEvents events = session.frontEnd().latencyEvents();
    int forgotten = 0;
    if (args.count() == 2) {
      for (LatencyEvents.Kind kind : events.all()) if (events.forget(kind.name())) forgotten++;
    }
    for (int i = 2; i < args.count(); i++) if (events.forget(args.text(i))) forgotten++;
    return Reply.integer(forgotten);
  }

  private static Reply graph(Session session, Args args) {
    LatencyEvents.Kind kind = kind(session, args.text(2));
    if (kind == null) return Reply.error("ERR No samples available for event '" + args.text(2) + "'");
    return text(LatencyReport.graph(kind, session.loop().wallMillis() / 1000));
  }

  /** For a container, all of its subcommands. */
  private static Reply histogram(Session session, Args args) {
    Answer answer = session.later();
    session.frontEnd().latencies(session.loop(), all -> answer.reply(histograms(wanted(session, args, all))));
    return SessionCommand.LATER;
  }

  private static SortedMap<String, Histogram> wanted(Session session, Args args, SortedMap<String, Histogram> all) {
    if (args.count() == 2) return all;
    SortedMap<String, Histogram> wanted = new TreeMap<>();
    for (int i = 2; i < args.count(); i++) {
      CommandCommands.Named named = CommandCommands.find(session.frontEnd().table(), args.text(i));
      if (named == null) continue;
      String name = CommandDescription.name(named.container(), named.command());
      put(name, all, wanted);
      for (Command sub : named.command().subcommands()) {
        put(CommandDescription.name(named.command(), sub), all, wanted);
      }
    }
    return wanted;
  }

  private static void put(String name, SortedMap<String, Histogram> all, SortedMap<String, Histogram> wanted) {
    if (all.containsKey(name)) wanted.put(name, all.get(name));
  }

  private static Reply histograms(SortedMap<String, Histogram> latencies) {
    List<Reply> flat = new ArrayList<>();
    latencies.forEach((name, latency) -> {
      flat.add(Reply.bulk(name));
      flat.add(Reply.map(List.of(Reply.bulk("calls"), Reply.integer(latency.getTotalCount()),
          Reply.bulk("histogram_usec"), LatencyReport.buckets(latency))));
    });
    return Reply.map(flat);
  }
}
