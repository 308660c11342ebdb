package io.vertikv.tools.chaos.load;

import io.vertikv.tools.crash.Answer;
import java.io.IOException;
import java.util.List;

/** A connection of one client. After an exception nobody knows what of the commands has happened: close it. */
public interface Session extends AutoCloseable {
  /** Sends all commands, then awaits all replies; one for each, in order. */
  List<Answer> ask(List<List<String>> commands) throws IOException;

  @Override
  void close();

  /** How sessions come about. */
  interface Opener {
    /** An exception means that nothing was asked. */
    Session open(int port) throws IOException;
  }
}
