package io.vertikv.resp.protocol;

import io.netty.buffer.ByteBuf;
import io.vertikv.resp.command.Args;
import io.vertikv.resp.type.Numbers;
import java.util.Arrays;

/**
 * Cuts commands out of what a socket brings, however the network has split it.
 *
 * <p>A socket read is copied once, into an array of its own, and the commands found in it are slices of that array
 * ({@link Args}): no copy per command, nothing to release. Only a command that is not complete at the end of a read moves:
 * what is there of it goes to a new array, to which later reads are appended. That array grows with the bytes that have
 * come, never with those that were announced, so a declared length costs nothing; doubling keeps the copying linear.
 *
 * <p>Every limit is checked where a length is read, before anything is allocated for it. Error texts are Redis' own
 * (networking.c). Where Redis does not look (the CR LF behind an argument) this decoder does.
 *
 * <p>Invariant: {@code start <= at <= end}; bytes before start belong to commands already handed out and are never written
 * again.
 */
public final class RespDecoder {
  /** The largest sizes, in bytes and counts; see RespConfig. */
  public record Bounds(int bulkBytesMax, int argumentsMax, int inlineBytesMax, int requestBytesMax, Stranger stranger) {
    public Bounds(int bulkBytesMax, int argumentsMax, int inlineBytesMax, int requestBytesMax) {
      this(bulkBytesMax, argumentsMax, inlineBytesMax, requestBytesMax, Stranger.DEFAULT);
    }
  }

  /** What a client may send before it has authenticated. */
  public record Stranger(int argumentsMax, int bulkBytesMax) {
    /** Redis' own. */
    public static final Stranger DEFAULT = new Stranger(10, 16_384);
  }

  private static final byte[] NOTHING = new byte[0];
  private static final int UNKNOWN = -1;
  /** Argument positions allotted at once, whatever count was announced. */
  private static final int FIRST_ARGUMENTS = 64;
  private static final long NOT_A_NUMBER = Long.MIN_VALUE;

  private final Bounds limits;
  private boolean trusted = true;

  private byte[] buffer = NOTHING;
  /** Where the command that is being read begins. */
  private int start;
  /** The next byte to look at. */
  private int at;
  private int end;
  /** No line end was found before this position. */
  private int searched;

  /** Arguments announced and not yet complete; 0: between two commands. */
  private int remaining;
  /** Length of the argument that begins at {@link #at}, once it has been read. */
  private int bulkLength = UNKNOWN;
  private int[] bounds;
  private int count;

  public RespDecoder(Bounds limits) { this.limits = limits; }

  /** Whether the client may send large requests: false until it has authenticated, where it has to. */
  public void trust(boolean trusted) {
    this.trusted = trusted;
  }

  /** Bytes that came and do not belong to a command handed out. */
  public int pendingBytes() { return end - start; }

  /** Bytes held for them. */
  public int heldBytes() { return buffer.length; }

  /** Takes all readable bytes; the buffer stays the caller's. */
  public void append(ByteBuf in) {
    int more = in.readableBytes();
    int carried = end - start;
    if (carried == 0) {
      buffer = new byte[more];
      start = at = searched = 0;
      end = 0;
    } else if (end + more > buffer.length) {
      moveToFront(capacityFor(carried + more));
    }
    in.readBytes(buffer, end, more);
    end += more;
  }

  /** As much as the argument in progress still needs, but never more than twice what has come. */
  private int capacityFor(int bytes) {
    long twice = Math.min(2L * bytes, Integer.MAX_VALUE - 16);
    if (bulkLength == UNKNOWN) return (int) twice;
    long wanted = (long) at - start + bulkLength + 2;
    return (int) Math.max(bytes, Math.min(twice, wanted));
  }

  private void moveToFront(int capacity) {
    byte[] larger = new byte[capacity];
    System.arraycopy(buffer, start, larger, 0, end - start);
    for (int i = 0; i < 2 * count; i++) bounds[i] -= start;
    at -= start;
    end -= start;
    searched = Math.max(0, searched - start);
    start = 0;
    buffer = larger;
  }

  /**
   * The next complete command, for this database; null when more bytes are needed.
   *
   * @throws ProtocolError the decoder is of no use afterwards
   */
  public Args next(int db) {
    while (true) {
      if (remaining == 0) {
        start = at;
        if (at == end) {
          buffer = NOTHING;
          start = at = end = searched = 0;
          return null;
        }
        if (buffer[at] != '*') {
          int before = at;
          Args command = inline(db);
          if (command != null) return command;
          if (at == before) return null;
        } else if (!readCount()) {
          return null;
        }
      } else {
        if (!readArgument()) return null;
        if (--remaining == 0) {
          Args command = new Args(buffer, bounds, count, db);
          bounds = null;
          count = 0;
          start = at;
          return command;
        }
      }
    }
  }

  /** {@code *3\r\n}; a count of 0 or less is an empty command, which is passed over. False: not there yet. */
  private boolean readCount() {
    int line = lineEnd("too big mbulk count string");
    if (line < 0) return false;
    long announced = number(at + 1, line);
    if (announced == NOT_A_NUMBER || announced > limits.argumentsMax()) {
      throw new ProtocolError("invalid multibulk length");
    }
    if (!trusted && announced > limits.stranger().argumentsMax())
      throw new ProtocolError("unauthenticated multibulk length");
    at = searched = line + 2;
    if (announced > 0) {
      remaining = (int) announced;
      bounds = new int[2 * Math.min(remaining, FIRST_ARGUMENTS)];
      count = 0;
    }
    return true;
  }

  /** {@code $3\r\nSET\r\n}. False: not all there yet. */
  private boolean readArgument() {
    if (bulkLength == UNKNOWN && !readLength()) return false;
    int stop = at + bulkLength;
    if (end - stop < 2) return false;
    if (buffer[stop] != '\r' || buffer[stop + 1] != '\n') throw new ProtocolError("expected CRLF behind the argument");
    if (2 * count == bounds.length) bounds = Arrays.copyOf(bounds, 2 * Math.min(2 * count, count + remaining));
    bounds[2 * count] = at;
    bounds[2 * count + 1] = stop;
    count++;
    at = searched = stop + 2;
    bulkLength = UNKNOWN;
    return true;
  }

  private boolean readLength() {
    if (at == end) return false;
    if (buffer[at] != '$') {
      throw new ProtocolError("expected '$', got '" + (char) (buffer[at] & 0xFF) + "'");
    }
    int line = lineEnd("too big bulk count string");
    if (line < 0) return false;
    long length = number(at + 1, line);
    if (length < 0 || length > limits.bulkBytesMax()) throw new ProtocolError("invalid bulk length");
    if (!trusted && length > limits.stranger().bulkBytesMax()) throw new ProtocolError("unauthenticated bulk length");
    if (line - start + length > limits.requestBytesMax()) throw new ProtocolError("too big request");
    at = searched = line + 2;
    bulkLength = (int) length;
    return true;
  }

  /** The position of the CR LF that ends the line at {@link #at}, or -1 while it has not come. */
  private int lineEnd(String tooLong) {
    for (int i = Math.max(at + 1, searched); i < end; i++) {
      if (buffer[i] != '\r') continue;
      searched = i;
      if (i + 1 == end) return -1;
      if (buffer[i + 1] != '\n') throw new ProtocolError("expected LF behind CR");
      return i;
    }
    searched = end;
    if (end - at > limits.inlineBytesMax()) throw new ProtocolError(tooLong);
    return -1;
  }

  /** Only the digits that a number prints as: no plus, no leading zeros, no blanks. */
  private long number(int from, int to) {
    if (to - from > 9 || buffer[from] == '-' || buffer[from] == '0') {
      return Numbers.isLong(buffer, from, to - from) ? Numbers.toLong(buffer, from, to - from) : NOT_A_NUMBER;
    }
    if (from == to) return NOT_A_NUMBER;
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = buffer[i] - '0';
      if (digit < 0 || digit > 9) return NOT_A_NUMBER;
      value = 10 * value + digit;
    }
    return value;
  }

  /** A line of words; null when it is not complete ({@link #at} unmoved) or empty (moved on). */
  private Args inline(int db) {
    int newline = Math.max(at, searched);
    while (newline < end && buffer[newline] != '\n') newline++;
    searched = newline;
    if (newline - at > limits.inlineBytesMax()) throw new ProtocolError("too big inline request");
    if (newline == end) return null;
    int stop = newline > at && buffer[newline - 1] == '\r' ? newline - 1 : newline;
    InlineCommand command = new InlineCommand(buffer, at, stop);
    if (!command.split()) throw new ProtocolError("unbalanced quotes in request");
    at = searched = newline + 1;
    if (command.count() == 0) return null;
    start = at;
    return new Args(command.text(), command.bounds(), command.count(), db);
  }
}
