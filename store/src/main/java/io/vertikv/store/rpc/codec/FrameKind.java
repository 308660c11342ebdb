package io.vertikv.store.rpc.codec;

import io.vertikv.store.bytes.MalformedBytes;

/** What a frame is; its place in this list, from 1 on, is its number on the wire. */
public enum FrameKind {
  /** Who connects, and whom it wants; the first frame of a connection. */
  HELLO,
  /** Who was reached; the first frame of the other direction. */
  WELCOME,
  /** Why the connection ends. */
  REFUSED,
  /** Raft messages of any number of groups, one after the other. */
  RAFT,
  /** Number u64, payload: length u32, bytes. */
  REQUEST,
  /** The same with the request's number. */
  RESPONSE,
  /** A sign of life. */
  HEARTBEAT;

  private static final FrameKind[] KINDS = values();

  public int number() { return ordinal() + 1; }

  public static FrameKind of(int number) {
    if (number < 1 || number > KINDS.length) throw new MalformedBytes("a frame of kind " + number);
    return KINDS[number - 1];
  }
}
