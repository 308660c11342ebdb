package io.vertikv.tools.check;

import java.util.List;

/** What a client asks for: the Redis commands that the workloads use, with the arguments that matter to a checker. */
public sealed interface Action {
  /** Cannot change anything: when its answer is lost, it may be forgotten. */
  default boolean onlyReads() {
    return false;
  }

  /** Works on one key. */
  sealed interface OnKey extends Action {
    String key();
  }

  /** GET: text or nil. */
  record Get(String key) implements OnKey {
    @Override
    public boolean onlyReads() { return true; }
  }

  /** SET: done. */
  record Set(String key, String value) implements OnKey {}

  /** SET NX, SETNX: 1 when set, 0 when there was a value. */
  record SetIfAbsent(String key, String value) implements OnKey {}

  /** GETSET, SET GET: the text before, or nil. */
  record GetSet(String key, String value) implements OnKey {}

  /** DEL: 1 when there was something, else 0. */
  record Delete(String key) implements OnKey {}

  /** INCRBY: the number after it. */
  record Increment(String key, long by) implements OnKey {}

  /** RPUSH of one element: the length after it. */
  record Append(String key, String element) implements OnKey {}

  /** LRANGE 0 -1: the elements in order. */
  record ReadList(String key) implements OnKey {
    @Override
    public boolean onlyReads() { return true; }
  }

  /** SADD of one element: 1 when it was new, else 0. */
  record Add(String key, String element) implements OnKey {}

  /** SMEMBERS: the elements in any order. */
  record ReadSet(String key) implements OnKey {
    @Override
    public boolean onlyReads() { return true; }
  }

  /** MULTI … EXEC, or an interactive transaction: one answer for each step, in order. */
  record Transaction(List<OnKey> steps) implements Action {
    public Transaction { steps = List.copyOf(steps); }

    @Override
    public boolean onlyReads() { return steps.stream().allMatch(Action::onlyReads); }
  }

  /** Moves an amount between two accounts: done, or 0 when it was declined and nothing moved. */
  record Transfer(String from, String to, long amount) implements Action {}

  /** All accounts in one snapshot: the balances. */
  record ReadBalances() implements Action {
    @Override
    public boolean onlyReads() { return true; }
  }
}
