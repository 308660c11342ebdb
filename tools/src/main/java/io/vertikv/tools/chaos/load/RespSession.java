package io.vertikv.tools.chaos.load;

import io.vertikv.tools.crash.Answer;
import io.vertikv.tools.crash.RespWire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Over a plain socket, with no client library in between. */
public final class RespSession implements Session {
  private final RespWire wire;

  private RespSession(RespWire wire) { this.wire = wire; }

  /** Waits so long for an answer: longer than a server may think about a command. */
  public static Opener within(int timeoutMillis) {
    return port -> new RespSession(RespWire.connect(port, timeoutMillis));
  }

  @Override
  public List<Answer> ask(List<List<String>> commands) throws IOException {
    for (List<String> command : commands) wire.write(command);
    wire.flush();
    List<Answer> answers = new ArrayList<>(commands.size());
    for (int i = 0; i < commands.size(); i++) answers.add(wire.read());
    return answers;
  }

  @Override
  public void close() {
    try {
      wire.close();
    } catch (IOException alreadyBroken) {
      // A connection is closed because it is of no use; how it ends does not matter.
    }
  }
}
