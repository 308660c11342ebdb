package io.vertikv.resp.rdb;

import java.util.List;

/** A value outside of the keyspace. Lists are never empty; members, fields and pairs are all different. */
public sealed interface RdbValue {
  record Text(byte[] bytes) implements RdbValue {}

  /** From head to tail. */
  record ListOf(List<byte[]> elements) implements RdbValue {}

  record SetOf(List<byte[]> members) implements RdbValue {}

  record SortedSet(List<Scored> members) implements RdbValue {}

  /** Field, value, field, value. */
  record Hash(List<byte[]> flat) implements RdbValue {}

  record Scored(byte[] member, double score) {}
}
