package io.vertikv.tools.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The server, and how to introduce oneself to it. An empty password means none; RESP version 2 needs no HELLO. */
record Target(String host, int port, String user, String password, int respVersion, int database) {

  /** What every connection sends first; each of these must be answered without error. */
  List<List<String>> greeting() {
    List<List<String>> commands = new ArrayList<>();
    if (respVersion == 3) {
      commands
          .add(password.isEmpty() ? List.of("HELLO", "3") : List.of("HELLO", "3", "AUTH", userOrDefault(), password));
    } else if (!password.isEmpty()) {
      commands.add(user.isEmpty() ? List.of("AUTH", password) : List.of("AUTH", user, password));
    }
    if (database != 0) commands.add(List.of("SELECT", String.valueOf(database)));
    commands.add(List.of("PING")); // a server that is full, or loads, says so here
    return commands;
  }

  static byte[] encode(List<List<String>> commands) {
    StringBuilder text = new StringBuilder();
    for (List<String> command : commands) {
      text.append('*').append(command.size()).append("\r\n");
      for (String argument : command)
        text.append('$').append(argument.getBytes(StandardCharsets.UTF_8).length).append("\r\n").append(argument)
            .append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String userOrDefault() { return user.isEmpty() ? "default" : user; }
}
