package io.vertikv.tools.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.tools.chaos.load.Session;
import io.vertikv.tools.clients.NodeExtension;
import io.vertikv.tools.clients.RunningNode;
import io.vertikv.tools.crash.Answer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The chaos test relies on every client to tell the same of the same replies. */
@ExtendWith(NodeExtension.class)
class ClientSessionsTest {
  private final RunningNode node;

  ClientSessionsTest(RunningNode node) { this.node = node; }

  @Test
  void everyClientTellsTheSameOfTheSameReplies() throws IOException {
    try (ClientSessions sessions = new ClientSessions()) {
      for (int i = 0; i < 2; i++) {
        try (Session session = sessions.open(node.port())) {
          String key = "key" + i;
          assertEquals(List.of(new Answer.Nil()), session.ask(List.of(List.of("GET", key))));
          assertEquals(List.of(new Answer.Text("OK")), session.ask(List.of(List.of("SET", key, "v"))));
          assertEquals(List.of(new Answer.Text("v")), session.ask(List.of(List.of("SET", key, "w", "GET"))));
          assertEquals(List.of(new Answer.Number(1)), session.ask(List.of(List.of("DEL", key))));
          assertEquals(List.of(new Answer.Items(List.of())), session.ask(List.of(List.of("LRANGE", key, "0", "-1"))));
          assertEquals(new Answer.Items(List.of(new Answer.Number(1), new Answer.Nil())),
              session
                  .ask(List.of(List.of("MULTI"), List.of("RPUSH", key, "a"), List.of("GET", "none"), List.of("EXEC")))
                  .getLast());
          assertInstanceOf(Answer.Failure.class, session.ask(List.of(List.of("INCR", key))).getLast());
          assertEquals(List.of(new Answer.Items(List.of(new Answer.Text("a")))),
              session.ask(List.of(List.of("LRANGE", key, "0", "-1"))));
        }
      }
    }
  }

  @Test
  void whereNobodyListensNothingIsAsked() {
    try (ClientSessions sessions = new ClientSessions()) {
      assertThrows(IOException.class, () -> sessions.open(1));
      assertThrows(IOException.class, () -> sessions.open(1));
    }
  }
}
