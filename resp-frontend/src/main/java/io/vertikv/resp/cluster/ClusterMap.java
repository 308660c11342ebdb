package io.vertikv.resp.cluster;

import io.vertikv.resp.type.KeyHash;
import io.vertikv.resp.type.RedisKeys;
import io.vertikv.store.bytes.KeyRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which nodes there are and which of them leads which slots, as one node knows it at one moment. Immutable.
 *
 * <p>A slot belongs to the region in which it begins, in database 0, the only one that cluster-aware clients use: see
 * {@link Range#of}. Slots of no range are not assigned: their region is not known here.
 *
 * @param epoch rises with every change of leaders that this node hears of
 * @param self store of the node that tells; it is among the nodes
 * @param nodes those that clients can reach, in the order of their stores
 * @param ranges in the order of slots, as few as possible
 */
public record ClusterMap(long epoch, long self, List<Node> nodes, List<Range> ranges) {
  /** A leader that is not known. */
  public static final long NOBODY = 0;

  /**
   * A node as clients reach it.
   *
   * @param id 40 hexadecimal digits, the same for ever
   * @param port 0: none without TLS
   * @param tlsPort 0: none
   * @param busPort where the other nodes reach it; 0: not known
   * @param reached whether the node that tells hears of it; itself it always does
   * @param offset how far its log is known to be; 0: not known
   */
  public record Node(long store, String id, String host, int port, int tlsPort, int busPort, boolean reached,
      long offset) {
    int port(boolean overTls) { return port == 0 || overTls && tlsPort != 0 ? tlsPort : port; }

    /** Not by an address. */
    boolean named() {
      return !host.contains(":") && !host.matches("[0-9.]+");
    }
  }

  /**
   * Slots that lie side by side and have one leader.
   *
   * @param last is one of them
   * @param leader its store, or {@link #NOBODY}
   * @param replicas the other stores that have the slots
   */
  public record Range(int first, int last, long leader, List<Long> replicas) {
    public Range {
      if (first < 0 || first > last || last >= KeyHash.SLOTS)
        throw new IllegalArgumentException("no range of slots: " + first + " to " + last);
      replicas = List.copyOf(new TreeSet<>(replicas));
    }

    /** The slots that begin in the region of these keys; often none. */
    public static Optional<Range> of(KeyRange region, long leader, List<Long> replicas) {
      int first = slotFrom(region.start());
      int end = region.unbounded() ? KeyHash.SLOTS : slotFrom(region.end());
      return first >= end ? Optional.empty() : Optional.of(new Range(first, end - 1, leader, replicas));
    }

    /** The first slot that begins at or behind the key. */
    private static int slotFrom(byte[] key) {
      int low = 0;
      for (int high = KeyHash.SLOTS; low < high;) {
        int middle = low + high >>> 1;
        if (Arrays.compareUnsigned(RedisKeys.slot(0, middle).start(), key) >= 0) high = middle;
        else low = middle + 1;
      }
      return low;
    }

    int slots() { return last - first + 1; }

    private boolean continues(Range before) {
      return first == before.last + 1 && leader == before.leader && replicas.equals(before.replicas);
    }
  }

  public ClusterMap {
    nodes = nodes.stream().sorted(Comparator.comparingLong(Node::store)).toList();
    ranges = joined(ranges);
    if (nodes.stream().noneMatch(node -> node.store() == self))
      throw new IllegalArgumentException("store " + self + " is not among the nodes");
  }

  private static List<Range> joined(List<Range> ranges) {
    List<Range> joined = new ArrayList<>();
    for (Range next : ranges.stream().sorted(Comparator.comparingInt(Range::first)).toList()) {
      Range before = joined.isEmpty() ? null : joined.getLast();
      if (before != null && next.first() <= before.last())
        throw new IllegalArgumentException("slot " + next.first() + " stands in two ranges");
      if (before != null && next.continues(before))
        joined.set(joined.size() - 1, new Range(before.first(), next.last(), next.leader(), next.replicas()));
      else
        joined.add(next);
    }
    return List.copyOf(joined);
  }

  public Optional<Node> node(long store) { return nodes.stream().filter(node -> node.store() == store).findFirst(); }

  Optional<Node> node(String id) { return nodes.stream().filter(node -> node.id().equals(id)).findFirst(); }

  Node own() { return node(self).orElseThrow(); }

  /** Where to go for a range: to its leader, or else here, where the command waits until the leader is known. */
  Node entry(Range range) {
    return node(range.leader()).orElseGet(this::own);
  }
}
