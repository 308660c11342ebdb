package io.vertikv.resp.admin;

import io.vertikv.resp.command.Command;
import io.vertikv.resp.command.Command.Group;
import io.vertikv.resp.command.Syntax;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Writes {@code docs/redis-commands.md} from the command table. What differs from Redis is not in the table: it stands in
 * {@code redis-differences.md} beside this class, which everybody extends who adds a difference.
 */
public final class CommandReference {
  private static final String HEAD = """
                                     # Redis commands

                                     This file is generated from the command table. Do not edit it: change the table (`io.vertikv.resp.command`) or the
                                     list of differences (`resp-frontend/src/main/resources/io/vertikv/resp/admin/redis-differences.md`), then run

                                         mvn -q -pl resp-frontend -am test -Dtest=CommandReferenceTest -Drewrite=true -Dsurefire.failIfNoSpecifiedTests=false

                                     Every command has all options of Redis 7.2, with its replies and its error texts, unless the last section says
                                     otherwise. A command that is not here answers `ERR unknown command`. *Since* is the version of Redis that had the
                                     command first.
                                     """;

  private CommandReference() {}

  public static String markdown(Collection<Command> table) {
    StringBuilder text = new StringBuilder(HEAD);
    for (Group group : Group.values()) {
      List<Command> commands = table.stream().filter(command -> command.doc().group() == group)
          .sorted(Comparator.comparing(Command::name)).toList();
      if (commands.isEmpty()) continue;
      text.append("\n## ").append(title(group))
          .append("\n\n| command | arguments | since | complexity | what it does |\n|---|---|---|---|---|\n");
      for (Command command : commands) {
        row(text, command.name(), command.doc());
        for (Command sub : command.subcommands()) row(text, command.name() + " " + sub.name(), sub.doc());
      }
    }
    return text.append('\n').append(differences()).toString();
  }

  private static String title(Group group) {
    String words = group.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static void row(StringBuilder text, String name, Command.Doc doc) {
    text.append("| `").append(name).append("` | ").append(arguments(doc)).append(" | ").append(doc.since())
        .append(" | ").append(cell(doc.complexity()))
        .append(" | ").append(cell(doc.summary())).append(" |\n");
  }

  private static String arguments(Command.Doc doc) {
    return doc.arguments().isEmpty() ? "" : '`' + cell(Syntax.shown(doc.arguments())) + '`';
  }

  private static String cell(String text) { return text.replace("|", "\\|"); }

  private static String differences() {
    try (InputStream in = CommandReference.class.getResourceAsStream("redis-differences.md")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
