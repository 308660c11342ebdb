package io.vertikv.resp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.command.Argument;
import io.vertikv.resp.command.Command;
import io.vertikv.resp.command.Command.Group;
import io.vertikv.resp.command.CommandTable;
import io.vertikv.resp.script.ScriptTest;
import io.vertikv.resp.script.SessionScript;
import io.vertikv.resp.script.SessionScript.Exchange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Holds the session scripts against the command table: each command is there with a reply that is no error, with a wrong
 * number of arguments, with a key of another type, with arguments that it refuses, and with a key that does not exist.
 */
class ScriptCoverageTest {
  private static final String WRONG_TYPE = "(error) WRONGTYPE";
  private static final Set<Group> TYPED = EnumSet.of(Group.STRING, Group.BITMAP, Group.LIST, Group.SET,
      Group.SORTED_SET,
      Group.HASH);
  /** These never look at what a key holds, or take what is of another type for nothing; LCS has an error of its own. */
  private static final Set<String> ANY_TYPE = Set.of("LCS", "SETNX", "SETEX", "PSETEX", "MGET", "MSET", "MSETNX");
  /**
   * The server ends; nothing can be rewritten; nothing was slow: see {@code AdminCommandsTest}. Every server has an id of its
   * own: see {@code ClusterHandlersTest}.
   */
  private static final Set<String> NEVER_ANSWERED = Set.of("SHUTDOWN", "CONFIG|REWRITE", "LATENCY|GRAPH",
      "CLUSTER|REPLICAS", "CLUSTER|SLAVES", "CLUSTER|COUNT-FAILURE-REPORTS");
  /** All their arguments are taken as they are; what could be wrong is said by other errors than of the syntax. */
  private static final Set<Argument.Type> FREE = EnumSet.of(Argument.Type.KEY, Argument.Type.STRING,
      Argument.Type.PATTERN);
  /** Where a number or an option is not refused: the section is unknown, the letters mean nothing. */
  private static final Set<String> NOTHING_REFUSED = Set.of("MSET", "MSETNX", "HMSET", "HSET", "CONFIG|SET",
      "SHUTDOWN");

  private final CommandTable table = TestServer.table();
  private final Map<String, Set<String>> shown = new HashMap<>();

  ScriptCoverageTest() throws IOException {
    for (Path script : ScriptTest.scripts().toList()) read(new SessionScript(script).exchanges());
  }

  private void read(List<Exchange> script) {
    Set<String> mentioned = new HashSet<>();
    for (Exchange each : script) {
      Args args = Args.of(0, each.command().toArray(byte[][]::new));
      Command command = table.find(args);
      if (command == null || each.reply().isEmpty()) continue;
      Command sub = subcommand(command, each);
      Set<String> kinds = shown.computeIfAbsent(name(command, sub), any -> new TreeSet<>());
      kinds.add(kind(each.reply().getFirst()));
      Command keyed = sub == null ? command : sub;
      if (keyed.accepts(args.count())) {
        keyed.keys().each(args, i -> { if (!mentioned.contains(each.word(i))) kinds.add("absent"); });
      }
      for (int i = 1; i < args.count(); i++) mentioned.add(each.word(i));
    }
  }

  private static String kind(String reply) {
    if (!reply.startsWith("(error)")) return "normal";
    if (reply.startsWith(WRONG_TYPE)) return "wrong type";
    return reply.contains("wrong number of arguments for") ? "arity" : "refused";
  }

  private static Command subcommand(Command command, Exchange each) {
    if (each.command().size() < 2) return null;
    String wanted = each.word(1);
    return command.subcommands().stream().filter(sub -> sub.name().equalsIgnoreCase(wanted)).findFirst().orElse(null);
  }

  private static String name(Command command, Command sub) {
    return sub == null ? command.name() : command.name() + '|' + sub.name();
  }

  private List<String> without(String kind, Predicate<Named> expected) {
    List<Named> all = new ArrayList<>();
    for (Command command : table.all()) {
      if (command.subcommands().isEmpty()) all.add(new Named(command.name(), command));
      for (Command sub : command.subcommands()) all.add(new Named(name(command, sub), sub));
    }
    return all.stream().filter(expected).map(Named::name)
        .filter(name -> !shown.getOrDefault(name, Set.of()).contains(kind)).sorted().toList();
  }

  private record Named(String name, Command command) {}

  @Test
  void everyCommandAnswers() {
    assertEquals(List.of(), without("normal", each -> !NEVER_ANSWERED.contains(each.name())));
  }

  @Test
  void everyCommandThatCountsItsArgumentsRefusesAnotherNumber() {
    assertEquals(List.of(), without("arity", each -> each.command().arity() != -1
        && !(each.name().contains("|") && each.command().arity() == -2)));
  }

  @Test
  void everyCommandOnATypeMeetsAnother() {
    assertEquals(List.of(), without("wrong type",
        each -> TYPED.contains(each.command().doc().group()) && !ANY_TYPE.contains(each.name())));
  }

  @Test
  void everyCommandWithNumbersOrOptionsMeetsNonsense() {
    assertEquals(List.of(), without("refused", each -> !NOTHING_REFUSED.contains(each.name())
        && each.command().doc().arguments().stream().anyMatch(ScriptCoverageTest::refusesSomething)));
  }

  private static boolean refusesSomething(Argument argument) {
    boolean group = !argument.arguments().isEmpty();
    return group
        ? !argument.multiple() || argument.arguments().stream().anyMatch(ScriptCoverageTest::refusesSomething)
        : !FREE.contains(argument.type());
  }

  @Test
  void everyCommandWithKeysMeetsOneThatDoesNotExist() {
    assertEquals(List.of(),
        without("absent", each -> each.command().keys().first() != 0 || each.command().keys().movable()));
  }

  @Test
  void everyCommandThatTakesArgumentsTellsThem() {
    List<String> silent = table.all().stream().flatMap(command -> command.subcommands().isEmpty()
        ? java.util.stream.Stream.of(command)
        : command.subcommands().stream())
        .filter(command -> command.arity() != 1 && !(command.arity() == 2 && command.keys().first() == 0))
        .filter(command -> command.doc().arguments().isEmpty()).map(command -> command.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(ArrayList::new));
    assertEquals(List.of("quit"), silent);
  }
}
