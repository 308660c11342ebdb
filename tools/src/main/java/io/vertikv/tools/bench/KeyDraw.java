package io.vertikv.tools.bench;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Which key is next: numbers from 0 up to the size of the key space. One for each connection, so that none is shared. */
interface KeyDraw {
  long next();

  /** Its name on the command line. */
  enum Kind {
    UNIFORM, ZIPF, HOT, SEQUENTIAL
  }

  /** Connection {@code lane} of {@code lanes}; together, sequential draws meet every key once before any key twice. */
  static KeyDraw of(Kind kind, KeySpace space, RandomGenerator random, int lane, int lanes) {
    return switch (kind) {
      case UNIFORM -> () -> random.nextLong(space.keys());
      case ZIPF -> scattered(new Zipf(space.keys(), space.zipfExponent(), random), space.keys());
      case HOT -> () -> 0;
      case SEQUENTIAL -> new Sequential(space.keys(), lane, lanes);
    };
  }

  /** Chance for each connection: split, not counted up, or each would draw what its neighbour drew a moment ago. */
  static List<SplittableRandom> chances(long seed, int lanes) {
    SplittableRandom root = new SplittableRandom(seed);
    return Stream.generate(root::split).limit(lanes).toList();
  }

  /** Spreads the favourites over the key space: neighbours in rank are no neighbours in order. One to one. */
  private static KeyDraw scattered(Zipf ranks, long keys) {
    return keys % SCATTER == 0 ? () -> ranks.next() - 1 : () -> (ranks.next() - 1) * SCATTER % keys;
  }

  /** A prime that keeps the product below 2^63 for every key space that is allowed. */
  long SCATTER = 8_388_593;

  /** Every {@code lanes}-th number, then from the start again. */
  final class Sequential implements KeyDraw {
    private final long keys;
    private final long lane;
    private final int lanes;
    private long next;

    Sequential(long keys, int lane, int lanes) {
      this.keys = keys;
      this.lane = lane % keys;
      this.lanes = lanes;
      this.next = this.lane;
    }

    @Override
    public long next() {
      long drawn = next;
      next += lanes;
      if (next >= keys) next = lane;
      return drawn;
    }
  }
}
