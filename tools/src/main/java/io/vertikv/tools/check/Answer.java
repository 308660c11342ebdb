package io.vertikv.tools.check;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a client was answered. Texts hold bytes, one a character, or anything else that is the same when written as read. */
public sealed interface Answer {
  Answer DONE = new Done();
  Answer NIL = new Nil();
  Answer NO = new Number(0);
  Answer YES = new Number(1);

  /** It has happened; what else was said was not recorded and is not checked. */
  record Done() implements Answer {
    @Override
    public String toString() { return "OK"; }
  }

  record Nil() implements Answer {
    @Override
    public String toString() { return "nil"; }
  }

  record Number(long value) implements Answer {
    @Override
    public String toString() { return Long.toString(value); }
  }

  record Text(String value) implements Answer {
    @Override
    public String toString() { return '"' + value + '"'; }
  }

  /** Of a list in order, of a set in any. */
  record Elements(List<String> values) implements Answer {
    public Elements { values = List.copyOf(values); }

    @Override
    public String toString() { return values.toString(); }
  }

  /** One answer for each step of a transaction. */
  record Several(List<Answer> answers) implements Answer {
    public Several { answers = List.copyOf(answers); }

    @Override
    public String toString() { return answers.toString(); }
  }

  record Balances(SortedMap<String, Long> accounts) implements Answer {
    public Balances(Map<String, Long> accounts) { this(new TreeMap<>(accounts)); }

    public Balances { accounts = Collections.unmodifiableSortedMap(new TreeMap<>(accounts)); }

    public long total() { return accounts.values().stream().mapToLong(Long::longValue).sum(); }

    @Override
    public String toString() { return accounts.toString(); }
  }
}
