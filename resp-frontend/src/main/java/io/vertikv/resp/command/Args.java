package io.vertikv.resp.command;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.type.Key;
import io.vertikv.resp.type.Numbers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A command's arguments: slices of one array, the name first. The array is what a socket read brought, shared by all
 * commands of the read; nothing is copied before a handler asks for it.
 */
public final class Args {
  private final byte[] buffer;
  /** Start and end of argument i at 2i and 2i + 1. */
  private final int[] bounds;
  private final int count;
  private final int db;
  private final Databases databases;

  /** Takes ownership of both arrays. */
  public Args(byte[] buffer, int[] bounds, int count, int db) {
    this(buffer, bounds, count, db, null);
  }

  private Args(byte[] buffer, int[] bounds, int count, int db, Databases databases) {
    this.buffer = buffer;
    this.bounds = bounds;
    this.count = count;
    this.db = db;
    this.databases = databases;
  }

  /** Arguments that do not come from a socket: a script's, a test's. */
  public static Args of(int db, byte[]... arguments) {
    int total = 0;
    for (byte[] a : arguments) total += a.length;
    byte[] buffer = new byte[total];
    int[] bounds = new int[2 * arguments.length];
    int at = 0;
    for (int i = 0; i < arguments.length; i++) {
      System.arraycopy(arguments[i], 0, buffer, at, arguments[i].length);
      bounds[2 * i] = at;
      at += arguments[i].length;
      bounds[2 * i + 1] = at;
    }
    return new Args(buffer, bounds, arguments.length, db);
  }

  /** Number of arguments, the command's name included. */
  public int count() { return count; }

  /** The stored database that the command works on: behind the number that SELECT chose, see {@link Databases}. */
  public int db() {
    return db;
  }

  /** The stored database behind a number that the client named, as MOVE and COPY do. */
  public int stored(int number) {
    return databases == null ? number : databases.stored(number);
  }

  /** Numbers that the client may name are below it. */
  public int databaseCount() {
    return databases == null ? Databases.COUNT : databases.count();
  }

  /** The same arguments for a run: {@link #db} was a number that SELECT chose, now it is the database behind it. */
  public Args boundTo(Databases databases) {
    return databases.usual() ? this : new Args(buffer, bounds, count, databases.stored(db), databases);
  }

  /** The same arguments for another database. */
  public Args in(int db) {
    return db == this.db ? this : new Args(buffer, bounds, count, db, databases);
  }

  /** The same arguments in an array of their own, where this one holds much else. */
  public Args compact() {
    int bytes = (int) totalBytes();
    if (buffer.length <= 2L * bytes + 64) return this;
    byte[] own = new byte[bytes];
    int[] ownBounds = new int[2 * count];
    for (int i = 0, at = 0; i < count; i++) {
      System.arraycopy(buffer, offset(i), own, at, length(i));
      ownBounds[2 * i] = at;
      at += length(i);
      ownBounds[2 * i + 1] = at;
    }
    return new Args(own, ownBounds, count, db, databases);
  }

  /** Bytes of all arguments. */
  public long totalBytes() {
    long bytes = 0;
    for (int i = 0; i < count; i++) bytes += length(i);
    return bytes;
  }

  public int length(int i) { return bounds[2 * i + 1] - bounds[2 * i]; }

  /** A copy. */
  public byte[] bytes(int i) { return Arrays.copyOfRange(buffer, bounds[2 * i], bounds[2 * i + 1]); }

  /** The array that holds argument i from {@link #offset} on: read only. */
  public byte[] buffer() { return buffer; }

  public int offset(int i) { return bounds[2 * i]; }

  public byte byteAt(int i, int position) { return buffer[bounds[2 * i] + position]; }

  /** As text; bytes that are not UTF-8 are replaced, so only for names, options and messages. */
  public String text(int i) {
    return new String(buffer, bounds[2 * i], length(i), StandardCharsets.UTF_8);
  }

  /** Case-insensitive comparison with an option's name, given in upper case ASCII. */
  public boolean is(int i, String option) {
    int length = option.length();
    if (length(i) != length) return false;
    for (int k = 0, at = bounds[2 * i]; k < length; k++, at++) {
      int b = buffer[at];
      if (b >= 'a' && b <= 'z') b -= 'a' - 'A';
      if (b != option.charAt(k)) return false;
    }
    return true;
  }

  public Key key(int i) { return new Key(db, bytes(i)); }

  public Key key(int i, int inDb) { return new Key(inDb, bytes(i)); }

  /** @throws CommandError "value is not an integer or out of range" */
  public long integer(int i) {
    return integer(i, CommandError.NOT_AN_INTEGER);
  }

  public long integer(int i, CommandError otherwise) {
    if (!Numbers.isLong(buffer, bounds[2 * i], length(i))) throw otherwise;
    return Numbers.toLong(buffer, bounds[2 * i], length(i));
  }

  /** @throws CommandError "value is not a valid float"; NaN and what no double can hold are refused, infinity is not */
  public double decimal(int i) {
    return decimal(i, CommandError.NOT_A_FLOAT);
  }

  public double decimal(int i, CommandError otherwise) {
    double value = Numbers.toDoubleInRange(buffer, bounds[2 * i], length(i));
    if (Double.isNaN(value)) throw otherwise;
    return value;
  }
}
