package io.vertikv.tools.chaos.load;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a client asks: as it goes into the history, as it is sent, and how the last of its replies is read. That of a
 * transaction is the reply to EXEC.
 */
public record Request(Action action, List<List<String>> commands,
    Function<io.vertikv.tools.crash.Answer, Answer> reading) {
  public Request { commands = List.copyOf(commands); }

  /** A string key, which may be absent. */
  public static Request get(String key) {
    return of(new Action.Get(key), Reading::textOrNil, "GET", key);
  }

  static Request of(Action action, Function<io.vertikv.tools.crash.Answer, Answer> reading, String... command) {
    return new Request(action, List.of(List.of(command)), reading);
  }

  static Request transaction(Action action, Function<io.vertikv.tools.crash.Answer, Answer> reading,
      List<List<String>> commands) {
    List<List<String>> all = new ArrayList<>();
    all.add(List.of("MULTI"));
    all.addAll(commands);
    all.add(List.of("EXEC"));
    return new Request(action, all, reading);
  }

  boolean writes() { return !action.onlyReads(); }
}
