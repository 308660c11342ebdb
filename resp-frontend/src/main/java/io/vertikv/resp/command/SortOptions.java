package io.vertikv.resp.command;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.type.Numbers;
import io.vertikv.resp.type.Slice;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What may follow SORT's key, and the order that it asks for.
 *
 * @param by null: by the elements themselves
 * @param gets none: the elements themselves
 * @param storeAt position of the destination, 0 for none
 */
record SortOptions(SortPattern by, boolean descending, boolean alphabetic, long skip, long limit,
    List<SortPattern> gets,
    int storeAt) {
  private static final CommandError NOT_NUMBERS = new CommandError(
      "ERR One or more scores can't be converted into double");

  static SortOptions of(Args args, boolean stores) {
    SortPattern by = null;
    boolean descending = false;
    boolean alphabetic = false;
    long skip = 0;
    long limit = -1;
    List<SortPattern> gets = new ArrayList<>();
    int storeAt = 0;
    for (int i = 2; i < args.count(); i++) {
      int behind = args.count() - i - 1;
      if (args.is(i, "ASC")) descending = false;
      else if (args.is(i, "DESC")) descending = true;
      else if (args.is(i, "ALPHA")) alphabetic = true;
      else if (args.is(i, "LIMIT") && behind >= 2) {
        skip = args.integer(++i);
        limit = args.integer(++i);
      } else if (stores && args.is(i, "STORE") && behind >= 1) storeAt = ++i;
      else if (args.is(i, "BY") && behind >= 1) by = SortPattern.of(args, ++i);
      else if (args.is(i, "GET") && behind >= 1) gets.add(SortPattern.of(args, ++i));
      else throw CommandError.SYNTAX;
    }
    return new SortOptions(by, descending, alphabetic, skip, limit, gets, storeAt);
  }

  /** Where the last STORE's destination stands, 0 for nowhere; the options need not be valid. */
  static int storePosition(Args args) {
    int found = 0;
    for (int i = 2; i + 1 < args.count(); i++) {
      if (args.is(i, "LIMIT")) i += 2;
      else if (args.is(i, "BY") || args.is(i, "GET")) i++;
      else if (args.is(i, "STORE")) found = ++i;
    }
    return found;
  }

  /** False when BY is a constant: the elements keep the order that they have. */
  boolean sorts() {
    return by == null || !by.isConstant();
  }

  /** Alphabetically by the elements, whatever was asked for. */
  SortOptions byElements() {
    return new SortOptions(null, descending, true, skip, limit, gets, storeAt);
  }

  /** Elements from start to before end. */
  record Range(long start, long end) {
    long count() { return end - start; }
  }

  /** What LIMIT leaves of so many. */
  Range range(long size) {
    long start = Math.clamp(skip, 0, size);
    return new Range(start, limit < 0 ? size : start + Math.min(limit, size - start));
  }

  private record Weighed(Slice element, double score, Slice text) {}

  /** The elements in order, those outside of LIMIT left out. */
  List<Slice> sort(Tx tx, Args args, List<Slice> elements) {
    List<Weighed> weighed = new ArrayList<>(elements.size());
    for (Slice element : elements) {
      Slice weight = by == null ? element : by.lookUp(tx, args, element);
      weighed.add(new Weighed(element, alphabetic || weight == null ? 0 : number(weight), weight));
    }
    Comparator<Weighed> order = alphabetic
        ? Comparator.comparing(Weighed::text, Comparator.nullsFirst(SortOptions::compare))
        : Comparator.comparingDouble(Weighed::score).thenComparing(Weighed::element, SortOptions::compare);
    weighed.sort(descending ? order.reversed() : order);
    Range range = range(weighed.size());
    List<Slice> sorted = new ArrayList<>();
    for (Weighed w : weighed.subList((int) range.start(), (int) range.end())) sorted.add(w.element());
    return sorted;
  }

  private static int compare(Slice one, Slice other) {
    return Arrays.compareUnsigned(one.array(), one.offset(), one.offset() + one.length(), other.array(), other.offset(),
        other.offset() + other.length());
  }

  /** As C's strtod reads it, which takes spaces in front, and nothing at all for 0; out of its range is an error. */
  private static double number(Slice text) {
    int from = text.offset();
    int end = text.offset() + text.length();
    if (from == end) return 0;
    while (from < end && (text.array()[from] == ' ' || text.array()[from] >= '\t' && text.array()[from] <= '\r'))
      from++;
    double number = Numbers.toDouble(text.array(), from, end - from);
    boolean lost = number == 0 ? hasDigits(text) : Math.abs(number) < Double.MIN_NORMAL;
    boolean overflown = Double.isInfinite(number) && hasDigits(text);
    if (Double.isNaN(number) || lost || overflown) throw NOT_NUMBERS;
    // Both zeros are the same number to C.
    return number == 0 ? 0 : number;
  }

  /** A digit that is not 0, before any exponent. */
  private static boolean hasDigits(Slice text) {
    for (int i = text.offset(); i < text.offset() + text.length(); i++) {
      byte b = text.array()[i];
      if (b >= '1' && b <= '9') return true;
      if (b == 'e' || b == 'E') return false;
    }
    return false;
  }
}
