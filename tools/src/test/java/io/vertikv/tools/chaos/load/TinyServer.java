package io.vertikv.tools.chaos.load;

import io.vertikv.tools.crash.Answer;
import io.vertikv.tools.crash.Answer.Failure;
import io.vertikv.tools.crash.Answer.Items;
import io.vertikv.tools.crash.Answer.Nil;
import io.vertikv.tools.crash.Answer.Number;
import io.vertikv.tools.crash.Answer.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** As much of Redis as the workloads use, in memory. What is asked in one go happens at once. */
final class TinyServer {
  /** Stands between a client and the server: may leave out, repeat or answer something else. */
  interface Lie {
    List<Answer> ask(List<List<String>> commands, BiFunction<TinyServer, List<List<String>>, List<Answer>> truth);
  }

  private final Map<Integer, Integer> askedAt = new HashMap<>();
  private final Map<String, String> strings = new HashMap<>();
  private final Map<String, List<String>> lists = new HashMap<>();

  Session.Opener honest() { return opener((commands, truth) -> truth.apply(this, commands)); }

  Session.Opener opener(Lie lie) {
    return port -> new Session() {
      @Override
      public List<Answer> ask(List<List<String>> commands) {
        synchronized (TinyServer.this) {
          askedAt.merge(port, 1, Integer::sum);
          TinyServer.this.notifyAll();
          return lie.ask(commands, TinyServer::answers);
        }
      }

      @Override
      public void close() {}
    };
  }

  /** Blocks until so many more requests have come. */
  synchronized void awaitAsked(int more) throws InterruptedException {
    int until = asked() + more;
    while (asked() < until) wait();
  }

  synchronized int askedAt(int port) { return askedAt.getOrDefault(port, 0); }

  private int asked() { return askedAt.values().stream().mapToInt(Integer::intValue).sum(); }

  synchronized void forget(String key) { strings.remove(key); }

  private List<Answer> answers(List<List<String>> commands) {
    if (!commands.getFirst().getFirst().equals("MULTI")) return commands.stream().map(this::answer).toList();
    List<List<String>> inside = commands.subList(1, commands.size() - 1);
    List<Answer> answers = new ArrayList<>(List.of(new Text("OK")));
    inside.forEach(command -> answers.add(new Text("QUEUED")));
    answers.add(new Items(inside.stream().map(this::answer).toList()));
    return answers;
  }

  private Answer answer(List<String> command) {
    String key = command.get(1);
    return switch (command.getFirst()) {
      case "GET" -> textOrNil(strings.get(key));
      case "MGET" -> new Items(command.stream().skip(1).map(each -> textOrNil(strings.get(each))).toList());
      case "SET" -> {
        String before = strings.put(key, command.get(2));
        yield command.size() > 3 ? textOrNil(before) : new Text("OK");
      }
      case "SETNX" -> new Number(strings.putIfAbsent(key, command.get(2)) == null ? 1 : 0);
      case "DEL" -> new Number(strings.remove(key) == null ? 0 : 1);
      case "INCR" -> add(key, 1);
      case "INCRBY" -> add(key, Long.parseLong(command.get(2)));
      case "DECRBY" -> add(key, -Long.parseLong(command.get(2)));
      case "RPUSH" -> {
        List<String> list = lists.computeIfAbsent(key, each -> new ArrayList<>());
        list.add(command.get(2));
        yield new Number(list.size());
      }
      case "LRANGE" ->
        new Items(lists.getOrDefault(key, List.of()).stream().map(each -> (Answer) new Text(each)).toList());
      default -> new Failure("ERR unknown command " + command);
    };
  }

  private Answer add(String key, long amount) {
    long sum = Long.parseLong(strings.getOrDefault(key, "0")) + amount;
    strings.put(key, Long.toString(sum));
    return new Number(sum);
  }

  private static Answer textOrNil(String value) { return value == null ? new Nil() : new Text(value); }
}
