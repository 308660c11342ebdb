package io.vertikv.tools.crash;

import java.util.List;

/** A reply of the server. Strings hold bytes, one a character. */
public sealed interface Answer {
  record Text(String value) implements Answer {}

  record Number(long value) implements Answer {}

  record Items(List<Answer> values) implements Answer {}

  record Failure(String message) implements Answer {}

  record Nil() implements Answer {}
}
