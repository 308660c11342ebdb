package io.vertikv.placement.topology;

import io.vertikv.placement.report.RegionDescriptor;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.report.RegionReport;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.region.RegionEpoch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * All regions that leaders have spoken of, by id and by range.
 *
 * <p>Whom to believe, when reports overtake each other and old leaders do not know that they are:
 *
 * <ul>
 * <li>Of one region, a report with a lesser version, a lesser conf version or a lesser term than the known is stale. (A
 * new leader in a higher term has, or will soon have, everything that an old one has committed.)
 * <li>Of two regions that overlap, one must have come from the other by a split or a merge, which raise the version: the one
 * with the higher version is the newer. A report that overlaps a region of a higher version is stale; one that does not takes
 * the place of all that it overlaps. Children of a split may so be heard of before their parent, and in any order.
 * </ul>
 *
 * <p>Ranges that nobody has reported stay empty: there are no gaps to fill here, only leaders to wait for.
 */
public final class RegionTable {
  private final StoreTable stores;
  private final RegionIndex byId = new RegionIndex();
  private final TreeMap<Bytes, RegionEntry> byStart = new TreeMap<>();
  private long bytes;

  public RegionTable(StoreTable stores) { this.stores = stores; }

  /** @param queryCostBytes what a command adds to a load */
  public Admission admit(RegionReport report, long queryCostBytes, long now) {
    RegionDescriptor said = report.region();
    RegionEntry known = byId.get(said.id());
    if (known != null && stale(report, known)) return new Admission.Stale(known.region);
    if (known != null && known.region.equals(said)) return refresh(known, report, queryCostBytes, now);
    List<RegionEntry> beneath = known != null && sameRange(known.region, said) ? List.of() : beneath(said);
    for (RegionEntry other : beneath) {
      if (other.epoch().version() > said.epoch().version()) return new Admission.Stale(other.region);
    }
    beneath.forEach(this::remove);
    RegionEntry entry = known == null ? new RegionEntry(report, now) : replace(known, report, now);
    entry.takeLoad(report.flow(), queryCostBytes);
    byId.put(entry);
    byStart.put(said.start(), entry);
    count(entry, 1, now);
    return new Admission.Believed(entry, true, beneath);
  }

  private static boolean stale(RegionReport report, RegionEntry known) {
    RegionEpoch said = report.region().epoch();
    return report.leader().term() < known.term || said.version() < known.epoch().version()
        || said.confVersion() < known.epoch().confVersion();
  }

  private static boolean sameRange(RegionDescriptor a, RegionDescriptor b) {
    return a.start().equals(b.start()) && a.end().equals(b.end());
  }

  /** The common case, and the one that must cost little: the same region under the same leader, with other figures. */
  private Admission refresh(RegionEntry known, RegionReport report, long queryCostBytes, long now) {
    boolean changed = known.leader().id() != report.leader().peer();
    boolean recount = changed || !known.health.good() || !report.health().good();
    if (recount) count(known, -1, now);
    long bytesBefore = known.bytes;
    long readBefore = known.readLoad;
    long writeBefore = known.writeLoad;
    known.take(report, now);
    known.takeLoad(report.flow(), queryCostBytes);
    if (recount) count(known, 1, now);
    else if (bytesBefore != known.bytes || readBefore != known.readLoad || writeBefore != known.writeLoad) {
      adjust(known, known.bytes - bytesBefore, known.readLoad - readBefore, known.writeLoad - writeBefore);
    }
    return new Admission.Believed(known, changed, List.of());
  }

  private void adjust(RegionEntry entry, long moreBytes, long moreRead, long moreWrite) {
    bytes += moreBytes;
    List<RegionPeer> peers = entry.region.peers().list();
    for (int i = 0; i < peers.size(); i++) {
      StoreEntry store = stores.get(peers.get(i).store());
      store.bytes += moreBytes;
      store.peerWriteLoad += moreWrite;
      if (i != entry.leaderPosition) continue;
      store.leaderReadLoad += moreRead;
      store.leaderWriteLoad += moreWrite;
    }
  }

  private RegionEntry replace(RegionEntry known, RegionReport report, long now) {
    count(known, -1, now);
    if (!sameRange(known.region, report.region())) known.rangeChanged(now);
    if (!known.region.start().equals(report.region().start())) byStart.remove(known.region.start());
    known.region = report.region();
    known.slots = new int[known.region.peers().size()];
    known.take(report, now);
    return known;
  }

  /** Everything else whose range overlaps. */
  private List<RegionEntry> beneath(RegionDescriptor region) {
    List<RegionEntry> found = new ArrayList<>();
    overlapping(region.start(), region.end(), entry -> {
      if (entry.id() != region.id()) found.add(entry);
    });
    return found;
  }

  private void remove(RegionEntry entry) {
    count(entry, -1, entry.heardMillis);
    byId.remove(entry);
    byStart.remove(entry.region.start());
  }

  /** Adds the region to the sums of its stores, or takes it out. */
  private void count(RegionEntry entry, int sign, long now) {
    bytes += sign * entry.bytes;
    List<RegionPeer> peers = entry.region.peers().list();
    for (int i = 0; i < peers.size(); i++) {
      StoreEntry store = stores.named(peers.get(i).store(), now);
      boolean leads = i == entry.leaderPosition;
      RegionBag bag = leads ? store.leaders : store.followers;
      if (sign > 0) bag.put(entry, i);
      else bag.remove(entry, i);
      store.bytes += sign * entry.bytes;
      store.peerWriteLoad += sign * entry.writeLoad;
      if (!entry.health.good(peers.get(i).id())) store.pendingPeers += sign;
      if (!leads) continue;
      store.leaderReadLoad += sign * entry.readLoad;
      store.leaderWriteLoad += sign * entry.writeLoad;
    }
  }

  public int size() { return byId.size(); }

  /** Of all regions, each counted once. */
  public long bytes() {
    return bytes;
  }

  /** Null when it is not known. */
  public RegionEntry get(long id) {
    return byId.get(id);
  }

  /** The region that contains the key, or null. */
  public RegionEntry at(Bytes key) {
    Map.Entry<Bytes, RegionEntry> floor = byStart.floorEntry(key);
    return floor != null && floor.getValue().region.contains(key) ? floor.getValue() : null;
  }

  /** Those that overlap the range, in key order; an empty end: to the end of the key space. */
  public void overlapping(Bytes start, Bytes end, Consumer<RegionEntry> each) {
    RegionEntry first = at(start);
    if (first != null) each.accept(first);
    RegionEntry next = startingAfter(start);
    while (next != null && (end.length() == 0 || next.region.start().compareTo(end) < 0)) {
      each.accept(next);
      next = startingAfter(next.region.start());
    }
  }

  /** The first region that starts behind the key, or null. */
  public RegionEntry startingAfter(Bytes key) {
    Map.Entry<Bytes, RegionEntry> higher = byStart.higherEntry(key);
    return higher == null ? null : higher.getValue();
  }

  /** So many regions that start behind the key, or fewer when the last is reached, are added to the list. */
  public void walk(Bytes after, int count, List<RegionEntry> to) {
    Iterator<RegionEntry> next = byStart.tailMap(after, false).values().iterator();
    for (int i = 0; i < count && next.hasNext(); i++) to.add(next.next());
  }

  /** The first in key order, or null. */
  public RegionEntry first() {
    return byStart.isEmpty() ? null : byStart.firstEntry().getValue();
  }

  /** The region that ends where this one starts, or null. */
  public RegionEntry before(RegionEntry region) {
    Map.Entry<Bytes, RegionEntry> lower = byStart.lowerEntry(region.region.start());
    return lower != null && lower.getValue().region.end().equals(region.region.start()) ? lower.getValue() : null;
  }

  /** The region that starts where this one ends, or null. */
  public RegionEntry after(RegionEntry region) {
    return region.region.end().length() == 0 ? null : byStart.get(region.region.end());
  }

  /** Ranges that nobody has reported. Walks over all regions: not for every turn. */
  public int gaps() {
    int gaps = 0;
    Bytes reached = Bytes.EMPTY;
    boolean toTheEnd = false;
    for (RegionEntry entry : byStart.values()) {
      if (!entry.region.start().equals(reached)) gaps++;
      reached = entry.region.end();
      toTheEnd = reached.length() == 0;
    }
    return toTheEnd ? gaps : gaps + 1;
  }

  /** In key order. */
  public Iterable<RegionEntry> all() {
    return byStart.values();
  }
}
