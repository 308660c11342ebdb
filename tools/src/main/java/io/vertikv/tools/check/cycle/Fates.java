package io.vertikv.tools.check.cycle;

import io.vertikv.tools.check.Operation;
import java.util.BitSet;
import java.util.List;

/** Which transactions have happened: those acknowledged, and those of unknown outcome of which something was read. */
final class Fates {
  private final List<Operation> transactions;
  private final BitSet happened = new BitSet();

  Fates(List<Operation> transactions) {
    this.transactions = transactions;
    for (int i = 0; i < transactions.size(); i++) if (transactions.get(i).isOk()) happened.set(i);
  }

  void markHappened(int transaction) { happened.set(transaction); }

  boolean hasHappened(int transaction) { return happened.get(transaction); }

  boolean hasFailed(int transaction) { return transactions.get(transaction).isFailed(); }
}
