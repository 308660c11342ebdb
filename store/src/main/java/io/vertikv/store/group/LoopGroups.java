package io.vertikv.store.group;

import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.Mailbox;
import io.vertikv.store.rpc.RequestDesk;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * All groups of one loop, and what other stores say to them. The messages of a frame are stepped first and each group
 * is pumped once after them, so that what a frame causes leaves in one frame too.
 */
public final class LoopGroups implements Mailbox {
  /** A message for a group that does not exist here: the chance to create it. */
  public interface Strangers {
    /** Null: drop the message. */
    RaftGroup meet(long fromStore, GroupMessage message);
  }

  private final RequestDesk requests;
  private final Strangers strangers;
  /** Null: nobody is told who has left. */
  private DepartureNotices notices;
  private final Map<Long, RaftGroup> groups = new LinkedHashMap<>();
  private final Set<RaftGroup> touched = new LinkedHashSet<>();

  public LoopGroups(RequestDesk requests, Strangers strangers) {
    this.requests = requests;
    this.strangers = strangers;
  }

  /** From now on peers that have left are told so when they send messages. */
  public void tellDeparted(DepartureNotices told) {
    notices = told;
  }

  public void add(RaftGroup group) { groups.put(group.id(), group); }

  public void remove(long group) { groups.remove(group); }

  /** Null: not here. */
  public RaftGroup group(long id) {
    return groups.get(id);
  }

  public Collection<RaftGroup> all() { return groups.values(); }

  @Override
  public void received(long fromStore, List<GroupMessage> messages) {
    RaftGroup last = null;
    for (int i = 0; i < messages.size(); i++) {
      GroupMessage message = messages.get(i);
      RaftGroup group = groups.get(message.group());
      if (group == null) group = strangers.meet(fromStore, message);
      // A peer id is never used again: what was meant for another peer is from another time.
      if (group == null || group.peer() != message.toPeer()) continue;
      if (notices != null && group.hasLeft(message.message().from())) {
        notices.heardFrom(fromStore, group.id(), message.message().from());
        continue;
      }
      group.step(fromStore, message.message());
      if (group != last) touched.add(group);
      last = group;
    }
    touched.forEach(RaftGroup::pump);
    touched.clear();
  }

  @Override
  public void asked(long fromStore, byte[] payload, Consumer<byte[]> answer) {
    requests.asked(fromStore, payload, answer);
  }

  /** Now and then: no group sleeps while the store that it relies on is not there. */
  public void wakeUnlessReached(LongPredicate reached) {
    for (RaftGroup group : groups.values()) group.wakeUnlessReached(reached);
  }

  @Override
  public void disconnected(long store) {
    for (RaftGroup group : List.copyOf(groups.values())) group.storeLost(store);
  }
}
