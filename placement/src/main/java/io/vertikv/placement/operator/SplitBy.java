package io.vertikv.placement.operator;

/** Why a region is split, and so how its leader chooses the keys when it is given none. */
public enum SplitBy {
  /** Into parts of about the same size, at the edges of Redis keys. */
  SIZE,
  /** Into parts of about as many keys, at the edges of Redis keys. */
  KEYS,
  /** Into parts of about the same load. */
  LOAD,
  /** Where a placement rule begins or ends: at the given keys exactly. */
  RULE,
  /** Where an operator wants it. */
  HAND
}
