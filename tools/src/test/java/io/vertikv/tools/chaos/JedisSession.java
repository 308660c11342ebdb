package io.vertikv.tools.chaos;

import io.vertikv.tools.chaos.load.Session;
import io.vertikv.tools.crash.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Jedis, pipelined. */
final class JedisSession implements Session {
  private final Connection connection;

  JedisSession(Connection connection) { this.connection = connection; }

  @Override
  public List<Answer> ask(List<List<String>> commands) throws IOException {
    try {
      for (List<String> command : commands)
        connection.sendCommand(Protocol.Command.valueOf(command.getFirst()),
            command.stream().skip(1).toArray(String[]::new));
      List<Answer> answers = new ArrayList<>();
      for (int i = 0; i < commands.size(); i++) answers.add(next());
      return answers;
    } catch (JedisConnectionException broken) {
      throw new IOException(broken);
    }
  }

  private Answer next() {
    try {
      return answer(connection.getOne());
    } catch (JedisDataException error) {
      return new Answer.Failure(error.getMessage());
    }
  }

  private static Answer answer(Object reply) {
    return switch (reply) {
      case null -> new Answer.Nil();
      case Long number -> new Answer.Number(number);
      case byte[] text -> new Answer.Text(new String(text, StandardCharsets.ISO_8859_1));
      case JedisDataException error -> new Answer.Failure(error.getMessage());
      case List<?> items -> new Answer.Items(items.stream().map(JedisSession::answer).toList());
      default -> throw new IllegalStateException("Jedis answers " + reply.getClass());
    };
  }

  @Override
  public void close() { connection.close(); }
}
