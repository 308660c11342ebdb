package io.vertikv.tools.bench;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The bytes of the next requests of one connection, in an array that is used again for every batch. */
final class RequestBatch implements Speech.Requests {
  private final RequestMix mix;
  private final KeyDraw keys;
  private final RandomGenerator random;
  private byte[] bytes;
  private int length;
  private int prebuilt;

  RequestBatch(RequestMix mix, KeyDraw keys, RandomGenerator random, int requestsUsual) {
    this.mix = mix;
    this.keys = keys;
    this.random = random;
    this.bytes = new byte[mix.requestBytesMax() * requestsUsual];
  }

  /** A single kind of request is copied once, later only its digits and values change. */
  @Override
  public void fill(int requests) {
    int needed = Math.multiplyExact(mix.requestBytesMax(), requests);
    if (bytes.length < needed) bytes = Arrays.copyOf(bytes, needed);
    length = 0;
    for (int i = 0; i < requests; i++) append(mix.pick(random), i);
    prebuilt = Math.max(prebuilt, mix.single() ? requests : 0);
  }

  private void append(RequestTemplate request, int index) {
    if (index >= prebuilt) System.arraycopy(request.bytes(), 0, bytes, length, request.bytes().length);
    for (int i = 0; i < request.places().size(); i++) {
      RequestTemplate.Place place = request.places().get(i);
      int at = length + place.offset();
      switch (place.filling()) {
        case DIGITS -> writeDigits(keys.next(), at, place.length());
        case VALUE -> writeValue(request.letters(), at, place.length());
      }
    }
    length += request.bytes().length;
  }

  private void writeValue(byte[] letters, int offset, int count) {
    if (count > 0) System.arraycopy(letters, random.nextInt(RequestTemplate.VALUES), bytes, offset, count);
  }

  private void writeDigits(long number, int offset, int digits) {
    long rest = number;
    int at = offset + digits;
    while (rest > 0) {
      bytes[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    while (at > offset) bytes[--at] = '0';
  }

  @Override
  public byte[] bytes() { return bytes; }

  @Override
  public int length() { return length; }
}
