package io.vertikv.tools.chaos.load;

import io.vertikv.tools.crash.Answer.Failure;
import io.vertikv.tools.crash.Answer.Items;
import java.util.List;
import java.util.Set;

/** What has become of a request, as far as its replies tell. */
public sealed interface Fate {
  /** It has happened, and this was answered. */
  record Done(io.vertikv.tools.check.Answer answer) implements Fate {}

  /** It has not happened and never will. */
  record Refused(String why) implements Fate {}

  /** It may happen at any time, or never. */
  record Unknown(String why) implements Fate {}

  /** Something that no fault excuses; whether it has happened is not known. */
  record Strange(String what) implements Fate {}

  /** Errors that promise that nothing was done. */
  Set<String> REFUSALS = Set.of("TRYAGAIN", "BUSY", "MISCONF", "LOADING", "EXECABORT");
  String UNKNOWN = "UNKNOWN";

  static Fate of(Request request, List<io.vertikv.tools.crash.Answer> replies) {
    io.vertikv.tools.crash.Answer last = replies.getLast();
    if (last instanceof Failure(String message)) return ofError(message);
    for (io.vertikv.tools.crash.Answer reply : replies)
      if (reply instanceof Failure(String message)) return new Strange("done, though a part was refused: " + message);
    if (last instanceof Items(List<io.vertikv.tools.crash.Answer> items)) {
      for (io.vertikv.tools.crash.Answer item : items)
        if (item instanceof Failure(String message)) return new Strange(message);
    }
    try {
      return new Done(request.reading().apply(last));
    } catch (Reading.ReplyStrange strange) {
      return new Strange(strange.getMessage());
    }
  }

  private static Fate ofError(String message) {
    String code = message.split(" ", 2)[0];
    if (REFUSALS.contains(code)) return new Refused(message);
    return code.equals(UNKNOWN) ? new Unknown(message) : new Strange(message);
  }
}
