package io.vertikv.txn.region;

import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.group.GroupRecord;
import io.vertikv.store.region.RegionRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * What a split writes beside the parent's own record, on the apply thread of every replica. A child begins as if it had
 * applied all that its parent has: its log goes on behind the split's
 * own index, at term 0, as one in which nobody has promised anything yet. So what it remembers
 * of requests keeps its place before all that it will do itself. Versions stay where they are; counters begin at 0, since only
 * their sum over all regions means anything; reminders move.
 */
final class SplitEffects {
  private static final byte[] NOTHING = new byte[0];

  private final long parent;
  private final EngineReader engine;
  private final EngineBatch out;

  /** @param out what it holds already was written before the split and is not in the engine yet */
  SplitEffects(long parent, EngineReader engine, EngineBatch out) {
    this.parent = parent;
    this.engine = engine;
    this.out = out;
  }

  /**
   * @param state    of the parent, the split's entry included
   * @param requests what the parent remembers
   */
  List<RegionChange.NewRegion> make(RegionSplit split, RegionRecord before, AppliedState state,
      RequestWindow requests) {
    List<RegionChange.NewRegion> made = new ArrayList<>();
    byte[] floors = RequestCodec.floors(requests);
    byte[] applied = state.ofChild().encode();
    List<byte[]> reminders = reminders();
    for (int i = 0; i < split.children().size(); i++) {
      RegionSplit.Child child = split.children().get(i);
      RegionRecord record = split.child(i, before);
      record.put(child.region(), out);
      GroupRecord.put(child.region(), new MembershipPayload(child.members(), child.homes().attachment()), out);
      out.put(Family.META, RegionKeys.appliedState(child.region()), applied);
      out.put(Family.META, RegionKeys.floors(child.region()), floors);
      for (RequestWindow.Entry done : requests.entries()) {
        out.put(Family.META, RegionKeys.requests(child.region(), done.index()), RequestCodec.record(done.groups()));
      }
      move(reminders, child.region(), record.range());
      made.add(new RegionChange.NewRegion(child, record));
    }
    return made;
  }

  private void move(List<byte[]> reminders, long child, KeyRange range) {
    for (byte[] reminder : reminders) {
      byte[] key = RegionKeys.reminded(reminder);
      if (!range.contains(key)) continue;
      out.delete(Family.TTL, reminder);
      out.put(Family.TTL, RegionKeys.reminder(child, RegionKeys.dueMillis(reminder), key), NOTHING);
    }
  }

  /** All of the parent, those that the engine does not show yet included. */
  private List<byte[]> reminders() {
    KeyRange all = RegionKeys.reminders(parent);
    TreeSet<byte[]> found = new TreeSet<>(Arrays::compareUnsigned);
    try (EngineCursor cursor = engine.cursor(Family.TTL, all, ReadTier.DISK)) {
      while (cursor.next()) found.add(cursor.key());
    }
    out.forEach(new EngineBatch.Visitor() {
      @Override
      public void put(Family family, byte[] key, byte[] value) {
        if (family == Family.TTL && all.contains(key)) found.add(key);
      }

      @Override
      public void delete(Family family, byte[] key) {
        if (family == Family.TTL) found.remove(key);
      }

      @Override
      public void deleteOnce(Family family, byte[] key) { delete(family, key); }

      @Override
      public void deleteRange(Family family, KeyRange range) {
        if (family == Family.TTL) found.removeIf(range::contains);
      }
    });
    return new ArrayList<>(found);
  }
}
