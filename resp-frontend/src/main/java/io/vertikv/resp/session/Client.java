package io.vertikv.resp.session;

/** What is known of a session's client for CLIENT LIST: its names, its switches, its traffic. */
final class Client {
  private final long connectedNanos;
  private long activeNanos;
  private long commands;
  private long inputBytes;
  private long outputBytes;
  private String name = "";
  private String libraryName = "";
  private String libraryVersion = "";
  private String lastCommand = "NULL";
  private boolean noEvict;
  private boolean noTouch;

  Client(long nowNanos) { connectedNanos = activeNanos = nowNanos; }

  void active(long nowNanos, int bytes) {
    activeNanos = nowNanos;
    inputBytes += bytes;
  }

  void command() { commands++; }

  void sent(int bytes) { outputBytes += bytes; }

  long connectedNanos() { return connectedNanos; }

  long activeNanos() { return activeNanos; }

  long commands() { return commands; }

  long inputBytes() { return inputBytes; }

  long outputBytes() { return outputBytes; }

  String name() { return name; }

  void name(String name) { this.name = name; }

  String libraryName() { return libraryName; }

  void libraryName(String libraryName) { this.libraryName = libraryName; }

  String libraryVersion() { return libraryVersion; }

  void libraryVersion(String libraryVersion) { this.libraryVersion = libraryVersion; }

  /** As {@code client|list}; "NULL" before the first. */
  String lastCommand() { return lastCommand; }

  void lastCommand(String lastCommand) { this.lastCommand = lastCommand; }

  boolean noEvict() { return noEvict; }

  void noEvict(boolean noEvict) { this.noEvict = noEvict; }

  boolean noTouch() { return noTouch; }

  void noTouch(boolean noTouch) { this.noTouch = noTouch; }

  /** RESET: what the client said of itself is forgotten; which library it is stays true. */
  void reset() {
    name = "";
    noEvict = false;
    noTouch = false;
  }
}
