package io.vertikv.tools.chaos;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.vertikv.tools.chaos.load.Session;
import io.vertikv.tools.crash.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lettuce. It keeps the QUEUED of a transaction to itself, and gives what EXEC answers in its place. */
final class LettuceSession implements Session {
  private final StatefulRedisConnection<String, String> connection;
  private final Duration patience;

  LettuceSession(StatefulRedisConnection<String, String> connection, Duration patience) {
    this.connection = connection;
    this.patience = patience;
  }

  @Override
  public List<Answer> ask(List<List<String>> commands) throws IOException {
    List<Future<?>> futures = new ArrayList<>();
    for (List<String> command : commands) {
      CommandArgs<String, String> arguments = new CommandArgs<>(ReplyOutput.CODEC);
      command.stream().skip(1).forEach(arguments::add);
      futures.add(connection.async().dispatch(CommandType.valueOf(command.getFirst()), new ReplyOutput(),
          arguments));
    }
    boolean transaction = commands.size() > 1;
    List<Answer> answers = new ArrayList<>();
    for (Future<?> future : transaction ? futures.subList(futures.size() - 1, futures.size()) : futures)
      answers.add(outcome(future));
    return answers;
  }

  private Answer outcome(Future<?> future) throws IOException {
    try {
      return answer(future.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RedisCommandExecutionException error)
        return new Answer.Failure(error.getMessage());
      throw new IOException(failed.getCause());
    } catch (TimeoutException | RedisException late) {
      throw new IOException(late);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    }
  }

  private static Answer answer(Object reply) {
    return switch (reply) {
      case null -> new Answer.Nil();
      case Answer answer -> answer;
      case RedisCommandExecutionException error -> new Answer.Failure(error.getMessage());
      case TransactionResult results -> new Answer.Items(results.stream().map(LettuceSession::answer).toList());
      default -> throw new IllegalStateException("Lettuce answers " + reply.getClass());
    };
  }

  @Override
  public void close() { connection.close(); }
}
