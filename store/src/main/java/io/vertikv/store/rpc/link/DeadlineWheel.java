package io.vertikv.store.rpc.link;

import io.vertikv.store.loop.Loop;
import java.util.ArrayList;
import java.util.List;

/**
 * The deadlines of all requests of one loop: a hashed timing wheel (Varghese and Lauck 1987, scheme 6). Adding and removing
 * take constant time, and there is one timer for all, which rests while there is nothing to wait for. A deadline expires up to
 * two ticks late, never early.
 */
final class DeadlineWheel {
  static final int TICK_MILLIS = 10;
  private static final long TICK_NANOS = TICK_MILLIS * 1_000_000L;
  private static final int SLOTS = 512;

  private final Loop loop;
  private final long origin;
  private final Deadline[] slots = new Deadline[SLOTS];
  private int count;
  /** All slots of ticks before this one have been looked at. */
  private long nextTick;
  private boolean armed;

  DeadlineWheel(Loop loop) {
    this.loop = loop;
    this.origin = loop.nanoTime();
    for (int i = 0; i < SLOTS; i++) slots[i] = emptySlot();
  }

  int count() { return count; }

  void add(Deadline deadline) {
    if (count == 0) nextTick = tickOf(loop.nanoTime());
    Deadline head = slots[slotOf(Math.max(tickOf(deadline.nanos), nextTick))];
    deadline.before = head.before;
    deadline.after = head;
    head.before.after = deadline;
    head.before = deadline;
    count++;
    arm();
  }

  void remove(Deadline deadline) {
    if (deadline.after == null) return;
    deadline.before.after = deadline.after;
    deadline.after.before = deadline.before;
    deadline.before = null;
    deadline.after = null;
    count--;
  }

  private void arm() {
    if (armed || count == 0) return;
    armed = true;
    loop.schedule(TICK_MILLIS, this::turn);
  }

  private void turn() {
    armed = false;
    long now = loop.nanoTime();
    long thisTick = tickOf(now);
    List<Deadline> expired = new ArrayList<>();
    // After a long pause one round looks at every slot.
    long from = Math.max(nextTick, thisTick - SLOTS);
    for (long tick = from; tick < thisTick; tick++) collect(slots[slotOf(tick)], now, expired);
    nextTick = thisTick;
    arm();
    for (Deadline each : expired) each.expired();
  }

  private void collect(Deadline head, long now, List<Deadline> expired) {
    for (Deadline each = head.after; each != head;) {
      Deadline next = each.after;
      if (each.nanos - now <= 0) {
        remove(each);
        expired.add(each);
      }
      each = next;
    }
  }

  private long tickOf(long nanos) {
    return Math.floorDiv(nanos - origin, TICK_NANOS);
  }

  private static int slotOf(long tick) {
    return (int) (tick & SLOTS - 1);
  }

  private static Deadline emptySlot() {
    Deadline head = new Deadline(0) {
      @Override
      void expired() { throw new IllegalStateException("the end of a list is no deadline"); }
    };
    head.before = head;
    head.after = head;
    return head;
  }
}
