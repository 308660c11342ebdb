package io.vertikv.resp.session;

/** Which replies a client wants to see: CLIENT REPLY. */
final class ReplyWish {
  private boolean off;
  private boolean skipNext;
  private boolean silent;

  /** A command begins. */
  void nextCommand() {
    silent = off || skipNext;
    skipNext = false;
  }

  /** True when the present command is not answered. */
  boolean silent() { return silent; }

  /** Neither this command nor later ones are answered. */
  void turnOff() {
    off = true;
    silent = true;
  }

  /** Neither this command nor the next is answered. */
  void skipNext() {
    skipNext = !off;
    silent = true;
  }

  void turnOn() {
    off = false;
    skipNext = false;
    silent = false;
  }
}
