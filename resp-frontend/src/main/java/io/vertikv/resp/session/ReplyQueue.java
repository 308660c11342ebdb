package io.vertikv.resp.session;

/**
 * The line of a session's replies that can not leave yet: in the order of the commands, each with a place from the moment its
 * command was dispatched. Only the head may leave.
 */
final class ReplyQueue {
  private PendingReply head;
  private PendingReply tail;
  private int size;

  boolean isEmpty() { return head == null; }

  int size() { return size; }

  void add(PendingReply reply) {
    if (head == null) head = reply;
    else tail.next = reply;
    tail = reply;
    size++;
  }

  /** The first in line if it has been answered, taken out; else null. */
  PendingReply takeAnswered() {
    PendingReply first = head;
    if (first == null || !first.answered()) return null;
    head = first.next;
    if (head == null) tail = null;
    first.next = null;
    size--;
    return first;
  }

  void clear() {
    head = tail = null;
    size = 0;
  }
}
