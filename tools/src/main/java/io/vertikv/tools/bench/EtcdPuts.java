package io.vertikv.tools.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Puts into etcd by its gRPC interface, as a client in Go or Java does it: each connection is one of HTTP/2, each request
 * a stream of it. Headers are written without compression (RFC 7541, 6.2.2), so that every request is the same bytes but
 * for stream, key and value; this costs a server no more than indexed ones would.
 */
record EtcdPuts(KeySpace space) implements Speech {
  private static final String KEY_PREFIX = "key:";
  private static final int KEY_DIGITS_MIN = 12;

  @Override
  public String name() { return "ETCD PUT"; }

  @Override
  public Talk talk(Target target, KeyDraw keys, RandomGenerator random, int requestsUsual) {
    return new Talk(Http2Frames.greeting(), 1, new Puts(target, space, keys, random), new Http2Replies());
  }

  /** The requests of one connection. Streams are odd numbers, from 1 on. */
  private static final class Puts implements Requests {
    private static final int VALUES = 1 << 16;

    private final byte[] template;
    private final int dataAt;
    private final int digitsAt;
    private final int digits;
    private final int valueBytes;
    private final KeyDraw keys;
    private final RandomGenerator random;
    private final byte[] letters;
    private byte[] bytes;
    private int length;
    private int stream = 1;

    Puts(Target target, KeySpace space, KeyDraw keys, RandomGenerator random) {
      this.keys = keys;
      this.random = random;
      digits = Math.max(KEY_DIGITS_MIN, space.keyBytes() - KEY_PREFIX.length());
      valueBytes = space.valueBytes();
      byte[] headers = Http2Frames.headers(target.host() + ":" + target.port(), "/etcdserverpb.KV/Put");
      byte[] message = message();
      dataAt = Http2Frames.HEAD_BYTES + headers.length;
      int messageAt = dataAt + Http2Frames.HEAD_BYTES + Http2Frames.GRPC_BYTES;
      digitsAt = messageAt + 2 + KEY_PREFIX.length();
      template = ByteBuffer.allocate(messageAt + message.length)
          .put(Http2Frames.head(headers.length, Http2Frames.HEADERS, Http2Frames.END_HEADERS)).put(headers)
          .put(Http2Frames.head(Http2Frames.GRPC_BYTES + message.length, Http2Frames.DATA, Http2Frames.END_STREAM))
          .put((byte) 0).putInt(message.length).put(message).array();
      bytes = new byte[template.length];
      letters = letters();
    }

    /** PutRequest: field 1 the key, field 2 the value, each with its length. */
    private byte[] message() {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      message.write(0x0a);
      message.write(KEY_PREFIX.length() + digits);
      message.writeBytes((KEY_PREFIX + "0".repeat(digits)).getBytes(StandardCharsets.ISO_8859_1));
      message.write(0x12);
      int rest = valueBytes;
      for (; rest > 0x7f; rest >>>= 7) message.write(rest & 0x7f | 0x80);
      message.write(rest);
      message.writeBytes(new byte[valueBytes]);
      return message.toByteArray();
    }

    private byte[] letters() {
      SplittableRandom seeded = new SplittableRandom(1);
      byte[] all = new byte[VALUES + valueBytes];
      for (int i = 0; i < all.length; i++) all[i] = (byte) ('a' + seeded.nextInt(26));
      return all;
    }

    @Override
    public void fill(int requests) {
      if (bytes.length < requests * template.length) bytes = new byte[requests * template.length];
      length = 0;
      for (int i = 0; i < requests; i++) append();
    }

    private void append() {
      System.arraycopy(template, 0, bytes, length, template.length);
      Http2Frames.stream(bytes, length, stream);
      Http2Frames.stream(bytes, length + dataAt, stream);
      long number = keys.next();
      for (int at = length + digitsAt + digits - 1; number > 0; at--, number /= 10)
        bytes[at] = (byte) ('0' + number % 10);
      System.arraycopy(letters, random.nextInt(VALUES), bytes, length + template.length - valueBytes, valueBytes);
      length += template.length;
      stream += 2;
    }

    @Override
    public byte[] bytes() { return bytes; }

    @Override
    public int length() { return length; }
  }
}
