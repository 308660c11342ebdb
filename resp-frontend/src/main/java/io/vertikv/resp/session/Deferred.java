package io.vertikv.resp.session;

import io.vertikv.resp.reply.Reply;
import java.util.function.Consumer;

/** An {@link Answer} and the one who waits for it; either may come first. */
final class Deferred implements Answer {
  private Reply early;
  private Consumer<Reply> then;
  private boolean given;

  @Override
  public void reply(Reply reply) {
    if (given) throw new IllegalStateException("a command was answered twice");
    given = true;
    if (then == null) early = reply;
    else then.accept(reply);
  }

  void then(Consumer<Reply> then) {
    this.then = then;
    if (given) then.accept(early);
  }
}
