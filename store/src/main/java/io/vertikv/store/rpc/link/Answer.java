package io.vertikv.store.rpc.link;

import java.util.function.Consumer;

/** The way back for the answer to one request; used on the loop that was asked. */
final class Answer implements Consumer<byte[]> {
  private final LoopTransport asked;
  private final IncomingLink link;
  private final long number;
  private boolean given;

  Answer(LoopTransport asked, IncomingLink link, long number) {
    this.asked = asked;
    this.link = link;
    this.number = number;
  }

  @Override
  public void accept(byte[] payload) {
    if (given) throw new IllegalStateException("request " + number + " has been answered");
    given = true;
    asked.answer(link, number, payload);
  }
}
