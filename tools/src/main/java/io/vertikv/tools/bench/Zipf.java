package io.vertikv.tools.bench;

import java.util.random.RandomGenerator;

/**
 * Ranks from 1 to n, rank k with a probability proportional to k^-s, by rejection-inversion (Hörmann and Derflinger,
 * "Rejection-inversion to generate variates from monotone discrete distributions", 1996): no table, a constant number of
 * steps for any n. H is an integral of the hat x^-s; a uniform point under the hat is inverted and rounded to a rank,
 * and rejected in the small part where hat and histogram differ.
 */
final class Zipf {
  private static final double SERIES_BELOW = 1e-8;

  private final double exponent;
  private final long ranks;
  private final double hatAtOne;
  private final double hatAtEnd;
  private final double acceptedWithin;
  private final RandomGenerator random;

  Zipf(long ranks, double exponent, RandomGenerator random) {
    this.ranks = ranks;
    this.exponent = exponent;
    this.random = random;
    this.hatAtOne = hatIntegral(1.5) - 1;
    this.hatAtEnd = hatIntegral(ranks + 0.5);
    this.acceptedWithin = 2 - inverse(hatIntegral(2.5) - weight(2));
  }

  long next() {
    while (true) {
      double point = hatAtEnd + random.nextDouble() * (hatAtOne - hatAtEnd);
      double x = inverse(point);
      long rank = Math.clamp((long) (x + 0.5), 1, ranks);
      if (rank - x <= acceptedWithin || point >= hatIntegral(rank + 0.5) - weight(rank)) return rank;
    }
  }

  private double weight(double x) { return Math.exp(-exponent * Math.log(x)); }

  /** (x^(1-s) - 1) / (1-s), and log x at s = 1, without a jump between them. */
  private double hatIntegral(double x) {
    double log = Math.log(x);
    return expm1Over((1 - exponent) * log) * log;
  }

  private double inverse(double y) {
    double t = Math.max(-1, y * (1 - exponent));
    return Math.exp(log1pOver(t) * y);
  }

  private static double expm1Over(double x) {
    return Math.abs(x) > SERIES_BELOW ? Math.expm1(x) / x : 1 + x / 2;
  }

  private static double log1pOver(double x) { return Math.abs(x) > SERIES_BELOW ? Math.log1p(x) / x : 1 - x / 2; }
}
