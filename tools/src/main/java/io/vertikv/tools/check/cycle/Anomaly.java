package io.vertikv.tools.check.cycle;

/** What isolation forbids, the worst first. An edge is ww, wr or rw ({@link Edge}); a strong one is ww, wr or time. */
public enum Anomaly {
  /** An element that nobody ever appended was read. */
  UNWRITTEN("unwritten element"),
  /** One append is there twice: a request was carried out again. */
  DUPLICATE("duplicate element"),
  /** Two readings of a list of which neither is the beginning of the other: an append was lost, or replicas differ. */
  INCOMPATIBLE_ORDER("incompatible order"),
  /** A cycle of ww: two transactions wrote through one another. */
  G0("G0"),
  /** Something of a transaction that failed was read. */
  G1A("G1a"),
  /** Something was read that its writer appended to once more in the same transaction. */
  G1B("G1b"),
  /** A cycle of ww and wr: two transactions saw each other's writes. */
  G1C("G1c"),
  /** A transaction did not see its own appends, saw a list change under it, or its appends are not there in its order. */
  INTERNAL("internal"),
  /** Two transactions read the same version of a list and both appended to it. */
  LOST_UPDATE("lost update"),
  /** A cycle with one rw: a transaction saw something, but not all that came before it (read skew). */
  G_SINGLE("G-single"),
  /** A cycle with several rw, no two of them in a row: two readers saw two writers in different orders. */
  LONG_FORK("long fork"),
  /** Two transactions that read what the other one writes, on different keys: each missed the other. */
  WRITE_SKEW("write skew"),
  /** Any other cycle with rw. */
  G2("G2");

  private final String label;

  Anomaly(String label) { this.label = label; }

  @Override
  public String toString() { return label; }
}
