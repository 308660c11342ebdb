package io.vertikv.resp.session;

/** Whether the disk has room for commands that may add data. Asked before each of them, on any loop: must be quick. */
@FunctionalInterface
public interface DiskRoom {
  DiskRoom ENOUGH = () -> null;

  /** What is lacking, in a sentence for the client; null: nothing. */
  String lacking();
}
