package io.vertikv.resp.session;

import io.vertikv.resp.command.Command;

/** Where measured times go. Called on many loops at once, often: must neither block nor allocate. */
public interface CommandTimings {
  /** Commands cut out of one socket read and dispatched. */
  void parsed(int commands, long nanos);

  /** One command's work on the data, without waiting. */
  void executed(Command command, long nanos);

  /** Replies of one turn of the loop written to sockets. */
  void replied(int sessions, long nanos);

  CommandTimings NONE = new CommandTimings() {
    @Override
    public void parsed(int commands, long nanos) {}

    @Override
    public void executed(Command command, long nanos) {}

    @Override
    public void replied(int sessions, long nanos) {}
  };
}
