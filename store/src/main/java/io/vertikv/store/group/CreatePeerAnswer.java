package io.vertikv.store.group;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import java.nio.charset.StandardCharsets;

/** What a store says of a peer that it is to hold; its bytes are with {@link CreatePeer}. */
public sealed interface CreatePeerAnswer {
  int VERSION = 1;

  /** It is there, durably, holds nothing and waits for a snapshot. */
  record Empty() implements CreatePeerAnswer {}

  /** It is there, and a snapshot is being put in place. */
  record Restoring() implements CreatePeerAnswer {}

  /** It is there and has state of its own. */
  record Settled() implements CreatePeerAnswer {}

  /** It is not there: ask again later, unless it was removed meanwhile. */
  record Refused(String reason) implements CreatePeerAnswer {}

  private static int code(CreatePeerAnswer answer) {
    return switch (answer) {
      case Empty _ -> 1;
      case Restoring _ -> 2;
      case Settled _ -> 3;
      case Refused _ -> 4;
    };
  }

  static byte[] encode(CreatePeerAnswer answer) {
    String reason = answer instanceof Refused(String why) ? why : "";
    return new ByteWriter(16).u8(VERSION).u8(code(answer)).sized(reason.getBytes(StandardCharsets.UTF_8)).toByteArray();
  }

  static CreatePeerAnswer decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    expect(VERSION, in);
    int code = in.u8();
    String reason = new String(in.sized(), StandardCharsets.UTF_8);
    in.expectEnd();
    return switch (code) {
      case 1 -> new Empty();
      case 2 -> new Restoring();
      case 3 -> new Settled();
      case 4 -> new Refused(reason);
      default -> throw new MalformedBytes("an answer of kind " + code);
    };
  }

  static void expect(int version, ByteReader in) {
    int found = in.u8();
    if (found != version) throw new MalformedBytes("version " + found);
  }
}
