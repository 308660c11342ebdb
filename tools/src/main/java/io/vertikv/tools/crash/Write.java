package io.vertikv.tools.crash;

import java.io.IOException;
import java.util.List;

/** What is acknowledged as one: a command, or a MULTI/EXEC group, which has a {@link Effect.Add} to be known by. */
record Write(List<Effect> effects, boolean group) {
  /** All elements that it adds. */
  List<Effect.Add> additions() {
    return effects.stream().filter(Effect.Add.class::isInstance).map(Effect.Add.class::cast).toList();
  }

  void sendTo(RespWire wire) throws IOException {
    if (group) wire.write(List.of("MULTI"));
    for (Effect effect : effects) wire.write(effect.command());
    if (group) wire.write(List.of("EXEC"));
  }

  /** Returns when all of its replies have come; an error among them ends the test. */
  void awaitReplies(RespWire wire) throws IOException {
    if (group) expect(wire.read(), "OK");
    for (Effect effect : effects) {
      Answer answer = wire.read();
      if (group) expect(answer, "QUEUED");
      else refuseError(answer, effect);
    }
    if (group) awaitExec(wire.read());
  }

  private void awaitExec(Answer answer) {
    if (!(answer instanceof Answer.Items items) || items.values().size() != effects.size())
      throw new CrashTestFailed("EXEC of " + effects + " was answered " + answer);
    for (int i = 0; i < effects.size(); i++) refuseError(items.values().get(i), effects.get(i));
  }

  private static void refuseError(Answer answer, Effect effect) {
    if (answer instanceof Answer.Failure || answer instanceof Answer.Nil)
      throw new CrashTestFailed(effect.command().getFirst() + " " + effect.key() + " was answered " + answer);
  }

  private static void expect(Answer answer, String text) {
    if (!answer.equals(new Answer.Text(text)))
      throw new CrashTestFailed("expected was " + text + ", the server answered " + answer);
  }
}
