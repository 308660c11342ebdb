package io.vertikv.resp.admin;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.session.Answer;
import io.vertikv.resp.session.FrontEnd;
import io.vertikv.resp.session.Session;
import io.vertikv.resp.session.SessionCommand;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** INFO: collects what the wanted sections need, some of it from the data and from other loops, then writes them. */
final class InfoCommand implements SessionCommand {
  private final ServerFacts facts;

  InfoCommand(ServerFacts facts) { this.facts = facts; }

  /** A database with keys in it. */
  record Database(int number, long keys, long expires, long averageTtlMillis) {}

  /** Everything that sections are written from. */
  record Findings(Session session, ServerFacts facts, List<Database> databases,
      SortedMap<String, Histogram> latencies) {
    FrontEnd frontEnd() { return session.frontEnd(); }
  }

  @Override
  public Reply run(Session session, Args args) {
    Set<InfoSection> wanted = wanted(args);
    if (wanted.isEmpty()) return text("");
    Answer answer = session.later();
    databases(session, wanted, databases -> latencies(session, wanted, latencies -> {
      Findings findings = new Findings(session, facts, databases, latencies);
      StringBuilder text = new StringBuilder();
      for (InfoSection section : wanted) {
        if (!text.isEmpty()) text.append("\r\n");
        section.write(findings, text);
      }
      answer.reply(text(text.toString()));
    }), answer);
    return LATER;
  }

  private static Set<InfoSection> wanted(Args args) {
    EnumSet<InfoSection> wanted = EnumSet.noneOf(InfoSection.class);
    if (args.count() == 1) wanted.addAll(InfoSection.DEFAULT);
    for (int i = 1; i < args.count(); i++) {
      if (args.is(i, "DEFAULT")) wanted.addAll(InfoSection.DEFAULT);
      else if (args.is(i, "ALL") || args.is(i, "EVERYTHING")) wanted.addAll(EnumSet.allOf(InfoSection.class));
      else if (args.is(i, "MODULE_LIST")) wanted.add(InfoSection.MODULES);
      else for (InfoSection section : InfoSection.values()) if (args.is(i, section.name())) wanted.add(section);
    }
    return wanted;
  }

  private static void databases(Session session, Set<InfoSection> wanted, Consumer<List<Database>> then,
      Answer otherwise) {
    if (!wanted.contains(InfoSection.KEYSPACE)) {
      then.accept(List.of());
      return;
    }
    new KeyspaceFigures(session, then, otherwise).start();
  }

  private static void latencies(Session session, Set<InfoSection> wanted,
      Consumer<SortedMap<String, Histogram>> then) {
    if (wanted.contains(InfoSection.LATENCYSTATS)) session.frontEnd().latencies(session.loop(), then);
    else then.accept(java.util.Collections.emptySortedMap());
  }

  private static Reply text(String text) {
    return new Reply.Verbatim("txt", text.getBytes(StandardCharsets.UTF_8));
  }
}
