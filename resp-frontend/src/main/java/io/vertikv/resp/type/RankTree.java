package io.vertikv.resp.type;

import io.vertikv.resp.type.RankNode.Child;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many entries by score lie where: what makes ranks of a large sorted set cost O(log n). The entries, in their order,
 * are cut into <b>blocks</b> of up to {@value #BLOCK_MAX}, and a tree of {@link RankNode}s over the blocks knows where each
 * begins and how many members it holds. It is Redis' skip list with spans, or a counted B+ tree, with the leaves left
 * where they are: a block is only a stretch of keys, so a member is still written in one place.
 *
 * <p>A rank is the sum of the counts before the block, found on the way down, and a walk within the block. With
 * {@value RankNode#CHILDREN_MAX} children a node, a million members take two levels.
 *
 * <p><b>What a write costs.</b> It changes one count on each level. These records are few and the same for many members,
 * so a region's batch, which keeps only the newest value of a key, carries each of them once for all of its commands.
 * Bounds, which are longer, are records of their own and change with every 128th new member.
 *
 * <p><b>Cuts.</b> A block that has grown too large is cut in the middle, at the shortest string that tells its two sides
 * apart. Where even that is long, since members begin with the same long text, the block stays whole, is tried again when
 * it has grown by as much once more, and ranks in it take longer.
 *
 * <p><b>Joins.</b> A block that has become small is joined with a small neighbour, but never an empty one with one that has
 * members: where many members were removed their deleted versions may still lie in the engine for a while, and a walk
 * over a block ought not to come across them. So an empty block keeps its bounds and joins with empty ones only. A node
 * is dropped when it and a neighbour are empty.
 *
 * <p>The object is one command's view: nodes are read when needed and written by {@link #save}.
 */
final class RankTree {
  static final int BLOCK_MAX = 256;
  private static final int BLOCK_MIN = 32;
  /** How full blocks and nodes are when a tree is built at once. */
  private static final int BLOCK_FILL = 192;
  private static final int NODE_FILL = 192;
  /** The longest bound: of the score, and of a member's beginning. */
  private static final int BOUND_MAX = 8 + 256;
  private static final byte[] LOWEST = new byte[0];

  private final Tx tx;
  private final Key key;
  private final long generation;
  private RankNode root;

  private RankTree(Tx tx, Key key, long generation) {
    this.tx = tx;
    this.key = key;
    this.generation = generation;
  }

  /** A stretch of the order: from a place, up to another or to the end when that is null, behind so many members. */
  record Block(byte[] lower, byte[] upper, long before, long count) {}

  /** The tree that is stored, of this height. */
  static RankTree of(Tx tx, Key key, long generation, int height) {
    RankTree tree = new RankTree(tx, key, generation);
    tree.root = tree.read(height, LOWEST);
    return tree;
  }

  /** A new one over the entries by score that are there, of which there must be one. */
  static RankTree build(Tx tx, Key key, long generation) {
    RankTree tree = new RankTree(tx, key, generation);
    List<Child> children = tree.blocks();
    int level = 1;
    do {
      children = nodes(level++, children);
    } while (children.size() > 1);
    tree.root = children.getFirst().node();
    return tree;
  }

  private List<Child> blocks() {
    List<Child> blocks = new ArrayList<>();
    byte[] lower = LOWEST;
    byte[] last = null;
    long count = 0;
    try (Cursor entries = tx.scan(RedisKeys.scores(key, generation), Direction.FORWARD)) {
      while (entries.next()) {
        byte[] place = RedisKeys.placeOf(key, entries.key());
        byte[] bound = count >= BLOCK_FILL ? between(last, place) : null;
        if (bound != null) {
          blocks.add(new Child(lower, count, null));
          lower = bound;
          count = 0;
        }
        count++;
        last = place;
      }
    }
    blocks.add(new Child(lower, count, null));
    return blocks;
  }

  private static List<Child> nodes(int level, List<Child> children) {
    List<Child> nodes = new ArrayList<>();
    for (int from = 0; from < children.size(); from += NODE_FILL) {
      RankNode node = RankNode.of(level, children.subList(from, Math.min(from + NODE_FILL, children.size())));
      nodes.add(new Child(node.lower(), node.total(), node));
    }
    return nodes;
  }

  /** The shortest place behind the first and not behind the second; null when that is too long. */
  private static byte[] between(byte[] first, byte[] second) {
    int same = Arrays.mismatch(first, second);
    return same < BOUND_MAX ? Arrays.copyOf(second, same + 1) : null;
  }

  int height() { return root.level(); }

  /** Members in all. */
  long total() { return root.total(); }

  /** An entry by score has been written that was not there. */
  void add(byte[] place) {
    RankNode right = add(root, place, null);
    if (right != null) root = RankNode.of(root.level() + 1, List.of(child(root), child(right)));
  }

  private static Child child(RankNode node) { return new Child(node.lower(), node.total(), node); }

  /** The new node on its right, when the node was halved, or null. */
  private RankNode add(RankNode node, byte[] place, byte[] upper) {
    int at = node.child(place);
    node.add(at, 1);
    if (node.level() == 1) {
      long count = node.count(at);
      if (count > BLOCK_MAX && count % BLOCK_MAX == 1) cut(node, at, node.upper(at, upper));
    } else {
      RankNode right = add(load(node, at), place, node.upper(at, upper));
      if (right != null) node.cut(at, child(right));
    }
    return node.full() ? node.halve() : null;
  }

  private void cut(RankNode node, int block, byte[] upper) {
    long count = node.count(block);
    byte[] last = null;
    try (Cursor entries = entries(node.lower(block), upper)) {
      for (long passed = 0; entries.next(); passed++) {
        if (passed >= count / 2 - 1) {
          byte[] place = RedisKeys.placeOf(key, entries.key());
          byte[] bound = last == null ? null : between(last, place);
          if (bound != null) {
            node.cut(block, new Child(bound, count - passed, null));
            return;
          }
          last = place;
        }
      }
    }
  }

  /** An entry by score that was there has been deleted. */
  void remove(byte[] place) { remove(root, place); }

  private void remove(RankNode node, byte[] place) {
    int at = node.child(place);
    node.add(at, -1);
    if (node.level() > 1) remove(load(node, at), place);
    if (joins(node, at - 1)) join(node, at);
    else if (joins(node, at)) join(node, at + 1);
  }

  /** Whether a child and the one behind it are to be one. */
  private static boolean joins(RankNode node, int left) {
    if (left < 0 || left + 1 >= node.children()) return false;
    long first = node.count(left);
    long second = node.count(left + 1);
    if (first == 0 || second == 0) return first == second;
    return node.level() == 1 && Math.min(first, second) < BLOCK_MIN && first + second <= BLOCK_MAX / 2;
  }

  private void join(RankNode node, int child) {
    if (node.level() > 1) discard(load(node, child));
    node.join(child);
  }

  private void discard(RankNode node) {
    tx.delete(key(node.level(), false, node.lower()));
    tx.delete(key(node.level(), true, node.lower()));
    for (int i = 0; node.level() > 1 && i < node.children(); i++) discard(load(node, i));
  }

  /** How many members lie before a place. */
  long before(byte[] place) {
    RankNode node = root;
    long before = 0;
    while (true) {
      int at = node.child(place);
      before += node.before(at);
      if (node.level() == 1) return before + count(entries(node.lower(at), place));
      node = load(node, at);
    }
  }

  private static long count(Cursor entries) {
    try (entries) {
      long count = 0;
      while (entries.next()) count++;
      return count;
    }
  }

  /** The block that holds the member of this rank, which must be there. */
  Block find(long rank) {
    RankNode node = root;
    byte[] upper = null;
    long before = 0;
    while (true) {
      int at = 0;
      for (; at < node.children() && rank - before >= node.count(at); at++) before += node.count(at);
      if (at == node.children()) throw new IllegalStateException("sorted set " + key + " has no member number " + rank);
      upper = node.upper(at, upper);
      if (node.level() == 1) return new Block(node.lower(at), upper, before, node.count(at));
      node = load(node, at);
    }
  }

  private RankNode load(RankNode parent, int child) {
    RankNode node = parent.loaded(child);
    if (node == null) {
      node = read(parent.level() - 1, parent.lower(child));
      parent.load(child, node);
    }
    return node;
  }

  private RankNode read(int level, byte[] lower) {
    byte[] bounds = tx.get(key(level, false, lower));
    byte[] counts = tx.get(key(level, true, lower));
    if (bounds == null || counts == null) throw new IllegalStateException("sorted set " + key + " lacks a rank node");
    return RankNode.decode(level, lower, bounds, counts);
  }

  private byte[] key(int level, boolean counts, byte[] lower) {
    return RedisKeys.rankNode(key, generation, level, counts, lower);
  }

  private Cursor entries(byte[] lower, byte[] upper) {
    return tx.scan(RedisKeys.scores(key, generation, lower, upper), Direction.FORWARD);
  }

  /** Writes what has changed. */
  void save() { save(root); }

  private void save(RankNode node) {
    if (node.boundsChanged()) tx.put(key(node.level(), false, node.lower()), node.bounds());
    if (node.countsChanged()) tx.put(key(node.level(), true, node.lower()), node.counts());
    node.saved();
    for (int i = 0; node.level() > 1 && i < node.children(); i++) {
      if (node.loaded(i) != null) save(node.loaded(i));
    }
  }

  /** How many records the tree of a set of this size has, roughly. */
  static long records(long members) {
    return 2 * (1 + members / (BLOCK_FILL * NODE_FILL));
  }

  /** Removes all nodes. */
  static void drop(Tx tx, Key key, long generation) {
    KeyRange all = RedisKeys.ranks(key, generation);
    try (Cursor nodes = tx.scan(all, Direction.FORWARD)) {
      while (nodes.next()) tx.delete(nodes.key());
    }
  }
}
