package io.vertikv.tools.crash;

import java.util.List;

/** What one command does to one key. */
sealed interface Effect {
  String key();

  /** The command that does it. */
  List<String> command();

  /** An element that nothing else adds: whoever finds it knows that this write has happened. */
  record Add(Kind kind, String key, String element) implements Effect {
    @Override
    public List<String> command() {
      return kind.adding(key, element);
    }
  }

  /** One more. Shared by all connections; in a group others tell whether it has happened, alone nothing does. */
  record Increment(String key) implements Effect {
    @Override
    public List<String> command() {
      return Kind.COUNTER.adding(key, "");
    }
  }

  /** A new value in place of the old, in a key that one connection alone writes. */
  record Overwrite(String key, String value) implements Effect {
    @Override
    public List<String> command() {
      return Kind.REGISTER.adding(key, value);
    }
  }

  /** Takes away a key that this connection has written and that was acknowledged. */
  record Delete(String key) implements Effect {
    @Override
    public List<String> command() {
      return List.of("DEL", key);
    }
  }
}
