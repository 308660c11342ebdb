package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import io.vertikv.txn.region.RegionOperation.Mode;
import java.util.ArrayList;
import java.util.List;

/** What MULTI has queued so far. */
final class Block {
  /** Bytes that a queued command takes beside its arguments. */
  private static final int OVERHEAD = 96;

  record Queued(Route route, Args args) {}

  private final List<Queued> commands = new ArrayList<>();
  private long bytes;
  private boolean spoiled;

  /** False when it does not fit; spoil the block then. */
  boolean add(Route route, Args args, long bytesMax) {
    if (spoiled) return true;
    long more = args.totalBytes() + 8L * args.count() + OVERHEAD;
    if (bytes + more > bytesMax) return false;
    bytes += more;
    // The read that brought it may be much larger and would be held as a whole until EXEC.
    commands.add(new Queued(route, args.compact()));
    return true;
  }

  /** A command could not be queued: EXEC must not run the others without it. Redis: EXECABORT. */
  void spoil() {
    spoiled = true;
    commands.clear();
  }

  boolean spoiled() { return spoiled; }

  List<Queued> commands() { return commands; }

  long bytes() { return bytes; }

  boolean mayGrow() {
    for (Queued queued : commands) if (queued.route().grows) return true;
    return false;
  }

  boolean mayWrite() { return mode() != Mode.READ; }

  Mode mode() {
    Mode mode = Mode.READ;
    for (Queued queued : commands) {
      if (queued.route().handler != null && queued.route().mode.compareTo(mode) > 0) mode = queued.route().mode;
    }
    return mode;
  }
}
