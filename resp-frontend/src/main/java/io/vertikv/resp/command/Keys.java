package io.vertikv.resp.command;

import java.util.function.IntConsumer;

/** Which of a command's arguments are keys. {@code first}, {@code last} and {@code step} are COMMAND's own notation. */
public interface Keys {
  /** Calls back with the position of each key; positions that the arguments do not have are left out. */
  void each(Args args, IntConsumer position);

  default int first() { return 0; }

  default int last() { return 0; }

  default int step() { return 0; }

  /** True when only {@link #each} knows, because the arguments have to be parsed (COMMAND's flag movablekeys). */
  default boolean movable() {
    return false;
  }

  Keys NONE = (args, position) -> {};

  static Keys at(int position) { return range(position, position, 1); }

  /** From first to last (negative: counted from the end, -1 is the last argument), every step. */
  static Keys range(int first, int last, int step) {
    return new Keys() {
      @Override
      public void each(Args args, IntConsumer position) {
        int end = last < 0 ? args.count() + last : Math.min(last, args.count() - 1);
        for (int i = first; i <= end; i += step) position.accept(i);
      }

      @Override
      public int first() { return first; }

      @Override
      public int last() { return last; }

      @Override
      public int step() { return step; }
    };
  }

  /** A count at one position, and that many keys behind it, as in ZUNION; {@code also}: a destination before it, or 0. */
  static Keys counted(int countAt, int also) {
    return new Keys() {
      @Override
      public void each(Args args, IntConsumer position) {
        if (also > 0 && also < args.count()) position.accept(also);
        if (countAt >= args.count()) return;
        byte[] count = args.bytes(countAt);
        if (!io.vertikv.resp.type.Numbers.isLong(count)) return;
        long keys = io.vertikv.resp.type.Numbers.toLong(count, 0, count.length);
        for (int i = countAt + 1; i <= Math.min(countAt + keys, args.count() - 1); i++) position.accept(i);
      }

      @Override
      public int first() { return also; }

      @Override
      public int last() { return also; }

      @Override
      public int step() { return also > 0 ? 1 : 0; }

      @Override
      public boolean movable() { return true; }
    };
  }
}
