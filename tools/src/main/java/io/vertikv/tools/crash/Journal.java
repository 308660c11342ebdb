package io.vertikv.tools.crash;

import java.util.ArrayList;
import java.util.List;

/**
 * What one connection sent in one round, in order. Replies come in that order too: the first ones are acknowledged, the
 * fate of the others is unknown. Used by one thread at a time.
 */
final class Journal {
  private final List<Write> sent = new ArrayList<>();
  private int acknowledged;

  void sent(Write write) { sent.add(write); }

  void acknowledged() { acknowledged++; }

  List<Write> all() { return sent; }

  List<Write> known() { return sent.subList(0, acknowledged); }

  List<Write> unknown() { return sent.subList(acknowledged, sent.size()); }
}
