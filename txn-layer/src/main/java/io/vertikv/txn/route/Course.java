package io.vertikv.txn.route;

import io.vertikv.txn.region.RegionRoute;
import java.util.List;

/**
 * Which store leads a region, as far as it can be told: the replica here knows, one that refuses says where to go instead,
 * and who has neither tries the region's stores in turn.
 */
final class Course {
  /** So many leaders are tried in a row without waiting: two that send to one another must not make us spin. */
  private static final int HOPS_AT_ONCE = 2;

  /** Where the present attempt goes; 0: nowhere. */
  private long target;
  /** Who leads by the word of one who does not; 0: nobody has said. */
  private long hinted;
  private long refusedBy;
  private int hops;
  private int tried;
  /** Refusals in a row by those who were only guessed to lead. */
  private int vain;

  long target() { return target; }

  /** One that was asked says that it is another one. */
  void hint(long store) {
    if (store != 0 && store != target) hinted = store;
  }

  void refused() {
    if (target == 0) return;
    refusedBy = target;
    vain++;
  }

  void succeeded() {
    hops = 0;
    vain = 0;
  }

  /** True, once, when each of the region's stores was asked in vain. */
  boolean despairs(RegionRoute route) {
    if (vain < Math.max(1, route.stores().size())) return false;
    vain = 0;
    return true;
  }

  void attemptEnds() {
    if (hinted == refusedBy) hinted = 0;
  }

  /** Whatever was heard may be wrong now. */
  void forget() {
    hinted = 0;
    refusedBy = 0;
  }

  void rest() { target = 0; }

  /**
   * Chooses the next target; false: none, and it is time to rest.
   *
   * @param patient some time has passed since the last refusal, or there is news
   * @param view what the replica here knows; null: there is none here
   */
  boolean set(boolean patient, LeaderView view, RegionRoute route) {
    long leader = view == null ? guess(route) : known(patient, view.leaderStore());
    boolean tooSoon = !patient && (leader == refusedBy || hops >= HOPS_AT_ONCE);
    if (leader == 0 || tooSoon) {
      target = 0;
      return false;
    }
    target = leader;
    hops++;
    return true;
  }

  private long known(boolean patient, long seen) { return hinted == 0 || patient && seen != 0 ? seen : hinted; }

  private long guess(RegionRoute route) {
    if (hinted != 0) return hinted;
    if (route.leaderStore() != 0 && route.leaderStore() != refusedBy) return route.leaderStore();
    List<Long> stores = route.stores();
    return stores.isEmpty() ? 0 : stores.get(Math.floorMod(tried++, stores.size()));
  }
}
