package io.vertikv.resp.session;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the clients of one loop make the server hold, of two kinds. Commands under way go away by themselves: when there are
 * too many, sessions wait in line and their sockets are not read. Unfinished requests and MULTI blocks go away when their
 * clients go on, so nobody could be made to wait for them: when there are too many, those who want more are refused.
 *
 * <p>Each loop has its part of what is allowed to all, so that counting costs nothing.
 */
final class LoopLoad {
  private final FrontEnd frontEnd;
  private final Set<Session> waiting = new LinkedHashSet<>();
  private long outstandingBytes;
  private long inputBytes;

  LoopLoad(FrontEnd frontEnd) { this.frontEnd = frontEnd; }

  /** Commands came (more than 0) or were answered. */
  void outstanding(long bytes) {
    outstandingBytes += bytes;
    if (bytes < 0 && !waiting.isEmpty() && outstandingBytes <= part(load().pipelinesBytesMax()) / 2) letIn();
  }

  /** False: the session has to wait, and is told when it need not. */
  boolean admits(Session session) {
    if (outstandingBytes <= part(load().pipelinesBytesMax())) return true;
    waiting.add(session);
    return false;
  }

  void input(long bytes) { inputBytes += bytes; }

  /** One that holds all alone may go on: its own limits are for that. */
  boolean inputExhausted(long ownBytes) {
    return inputBytes - ownBytes > part(load().inputsBytesMax());
  }

  void left(Session session) { waiting.remove(session); }

  private void letIn() {
    List<Session> now = List.copyOf(waiting);
    waiting.clear();
    now.forEach(Session::madeRoom);
  }

  private RespConfig.Load load() { return frontEnd.config().limits().load(); }

  private long part(long bytes) { return bytes / Math.max(1, frontEnd.loops()); }
}
