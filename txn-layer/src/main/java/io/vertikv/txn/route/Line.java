package io.vertikv.txn.route;

/** Errands in the order of their submission, each until its outcome. */
final class Line {
  private Errand first;
  private Errand last;
  private int count;

  Errand first() { return first; }

  int count() { return count; }

  void add(Errand errand) {
    errand.before = last;
    if (last == null) first = errand;
    else last.after = errand;
    last = errand;
    count++;
  }

  void remove(Errand errand) {
    if (errand.before == null) first = errand.after;
    else errand.before.after = errand.after;
    if (errand.after == null) last = errand.before;
    else errand.after.before = errand.before;
    errand.before = null;
    errand.after = null;
    count--;
  }

  void clear() {
    while (first != null) remove(first);
  }
}
