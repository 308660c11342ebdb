package io.vertikv.resp.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.vertikv.resp.command.Command;
import io.vertikv.resp.command.Keys;
import io.vertikv.resp.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandReferenceTest {
  private static final Path PAGE = Path.of("../docs/redis-commands.md");

  @Test
  void thePageSaysWhatTheTableSays() throws IOException {
    String wanted = CommandReference.markdown(TestServer.table().all());
    if (Boolean.getBoolean("rewrite")) Files.writeString(PAGE, wanted);
    assertEquals(wanted, Files.readString(PAGE), PAGE + " is stale: run this test with -Drewrite=true");
  }

  @Test
  void everyCommandIsDocumented() {
    List<String> silent = new ArrayList<>();
    for (Command command : TestServer.table().all()) {
      note(command, "", silent);
      for (Command sub : command.subcommands()) note(sub, command.name() + " ", silent);
    }
    assertEquals(List.of(), silent);
  }

  private static void note(Command command, String container, List<String> silent) {
    if (command.doc().summary().isEmpty() || command.doc().complexity().isEmpty())
      silent.add(container + command.name());
  }

  @Test
  void hintsAndTableAgreeOnWhereKeysAre() {
    CommandHints hints = CommandHints.load();
    List<String> differing = new ArrayList<>();
    for (Command command : TestServer.table().all()) {
      List<KeySpec> specs = hints.of(CommandDescription.name(null, command)).keySpecs();
      Keys keys = command.keys();
      boolean has = keys.first() != 0 || keys.movable();
      if (specs.isEmpty() == (has && command.subcommands().isEmpty())) differing.add(command.name());
    }
    assertEquals(List.of(), differing);
    assertNotEquals(0, hints.of("zunionstore").keySpecs().size());
  }
}
