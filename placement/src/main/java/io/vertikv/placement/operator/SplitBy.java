package io.vertikv.placement.operator;

import io.vertikv.store.bytes.MalformedBytes;

/** Why a region is split, and so how its leader chooses the keys when it is given none. The number is what is sent. */
public enum SplitBy {
  /** Into parts of about the same size, at the edges of Redis keys. */
  SIZE(1),
  /** Into parts of about as many keys, at the edges of Redis keys. */
  KEYS(2),
  /** Into parts of about the same load. */
  LOAD(3),
  /** Where a placement rule begins or ends: at the given keys exactly. */
  RULE(4),
  /** Where an operator wants it. */
  HAND(5);

  private final int code;

  SplitBy(int code) { this.code = code; }

  int code() { return code; }

  static SplitBy of(int code) {
    for (SplitBy by : values()) if (by.code == code) return by;
    throw new MalformedBytes("a split by " + code);
  }
}
