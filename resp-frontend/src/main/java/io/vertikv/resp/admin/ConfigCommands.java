package io.vertikv.resp.admin;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.session.FrontEnd;
import io.vertikv.resp.session.Session;
import io.vertikv.resp.session.SessionCommand;
import io.vertikv.resp.type.Glob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** CONFIG and its subcommands. */
final class ConfigCommands {
  private static final CommandError NO_FILE = new CommandError("ERR The server is running without a config file");
  private static final CommandError NOT_REWRITTEN = new CommandError(
      "ERR Rewriting config file: not supported, the file is the operator's. See `vertikv config`");
  private static final SessionCommand HELP = AdminCommands.help(
      "CONFIG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
      "GET <pattern>",
      "    Return parameters matching the glob-like <pattern> and their values.",
      "SET <directive> <value>",
      "    Set the configuration <directive> to <value>.",
      "RESETSTAT",
      "    Reset statistics reported by the INFO command.",
      "REWRITE",
      "    Rewrite the configuration file.",
      "HELP",
      "    Print this help.");

  private final List<Directive> directives;

  private ConfigCommands(List<Directive> directives) { this.directives = directives; }

  static Map<String, SessionCommand> all(ServerFacts facts) {
    ConfigCommands commands = new ConfigCommands(Directives.all(facts));
    return Map.of(
        "CONFIG|GET", commands::get,
        "CONFIG|SET", commands::set,
        "CONFIG|RESETSTAT", ConfigCommands::resetStatistics,
        "CONFIG|REWRITE", (session, args) -> {
          throw facts.identity().configFile().isEmpty() ? NO_FILE : NOT_REWRITTEN;
        },
        "CONFIG|HELP", HELP);
  }

  private Reply get(Session session, Args args) {
    Map<Directive, byte[]> found = new LinkedHashMap<>();
    for (int i = 2; i < args.count(); i++) {
      byte[] asked = args.bytes(i);
      Glob pattern = Glob.of(args.text(i).toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
      for (Directive directive : directives) {
        byte[] name = directive.name().getBytes(StandardCharsets.UTF_8);
        // As in Redis, one that is asked for by name is answered in the letters of the question.
        if (pattern.matches(name)) found.putIfAbsent(directive, isName(asked) ? asked : name);
      }
    }
    List<Reply> flat = new ArrayList<>();
    found.forEach((directive, name) -> {
      flat.add(Reply.bulk(name));
      flat.add(Reply.bulk(directive.value(session.frontEnd())));
    });
    return Reply.map(flat);
  }

  private static boolean isName(byte[] asked) {
    for (byte b : asked) if (b == '*' || b == '?' || b == '[' || b == '\\') return false;
    return true;
  }

  /** All or nothing: every value is looked at before the first is set. */
  private Reply set(Session session, Args args) {
    if (args.count() % 2 != 0) throw CommandError.SYNTAX;
    FrontEnd frontEnd = session.frontEnd();
    List<Directive.Change> changes = new ArrayList<>();
    Set<Directive> seen = new HashSet<>();
    for (int i = 2; i < args.count(); i += 2) {
      Directive directive = named(args.text(i));
      if (!seen.add(directive)) throw refused(directive, "duplicate parameter");
      try {
        changes.add(directive.parse(frontEnd, args.text(i + 1)));
      } catch (Directive.Refused refused) {
        throw refused(directive, refused.getMessage());
      }
    }
    for (Directive.Change change : changes) change.apply(frontEnd);
    return Reply.OK;
  }

  private Directive named(String name) {
    for (Directive directive : directives) if (directive.name().equalsIgnoreCase(name)) return directive;
    throw new CommandError("ERR Unknown option or number of arguments for CONFIG SET - '" + name + "'");
  }

  private static CommandError refused(Directive directive, String reason) {
    return new CommandError(
        "ERR CONFIG SET failed (possibly related to argument '" + directive.name() + "') - " + reason);
  }

  private static Reply resetStatistics(Session session, Args args) {
    session.frontEnd().resetStatistics();
    return Reply.OK;
  }
}
