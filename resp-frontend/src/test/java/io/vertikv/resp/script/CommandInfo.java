package io.vertikv.resp.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertikv.resp.command.Command;
import io.vertikv.resp.command.Keys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Compares lines of the command table with what a real server says of them in COMMAND INFO. */
public final class CommandInfo {
  private record Line(long arity, Set<String> flags, List<Long> keys) {}

  private CommandInfo() {}

  public static void check(List<Command> table, ScriptTarget real) throws IOException {
    List<String> differing = new ArrayList<>();
    for (Command command : table) {
      Line told = told(command, real);
      Line ours = line(command);
      if (!told.equals(ours)) differing.add(command.name() + ": " + ours + ", but there " + told);
    }
    assertEquals(List.of(), differing);
  }

  private static Line line(Command command) {
    Set<String> flags = new TreeSet<>();
    command.flags().forEach(flag -> flags.add(flag.name().toLowerCase(Locale.ROOT)));
    if (command.keys().movable()) flags.add("movablekeys");
    Keys keys = command.keys();
    return new Line(command.arity(), flags, List.of((long) keys.first(), (long) keys.last(), (long) keys.step()));
  }

  /** The reply begins with name, arity, flags and the three numbers of the keys. */
  private static Line told(Command command, ScriptTarget real) throws IOException {
    List<String> lines = real.send(1, List.of(bytes("COMMAND"), bytes("INFO"), bytes(command.name()))).stream()
        .map(line -> line.replaceFirst("^( *\\d+[)~#] )+", "").strip()).toList();
    int at = 2;
    Set<String> flags = new TreeSet<>();
    for (; !lines.get(at).startsWith("(integer)"); at++)
      if (!lines.get(at).startsWith("(empty")) flags.add(lines.get(at));
    return new Line(number(lines.get(1)), flags,
        List.of(number(lines.get(at)), number(lines.get(at + 1)), number(lines.get(at + 2))));
  }

  private static long number(String line) { return Long.parseLong(line.substring("(integer) ".length())); }

  private static byte[] bytes(String text) { return text.getBytes(StandardCharsets.ISO_8859_1); }
}
