package io.vertikv.store.engine.memory;

import java.util.Arrays;

/**
 * An immutable sorted map from keys to values: a treap whose priorities are hashes of the keys, so that its shape
 * depends on its content alone. Every change shares all but a path with its origin; a state of the engine is a handful
 * of roots, and keeping old states costs next to nothing. Null is the empty tree. (Seidel and Aragon, "Randomized
 * search trees", 1996.)
 */
record SortedTree(byte[] key, byte[] value, boolean overwritten, int priority, SortedTree left, SortedTree right) {

  static SortedTree put(SortedTree tree, byte[] key, byte[] value) {
    boolean overwritten = find(tree, key) != null;
    SortedTree below = keepBelow(tree, key, false);
    SortedTree above = keepFrom(tree, key, false);
    return join(join(below, new SortedTree(key, value, overwritten, priority(key), null, null)), above);
  }

  static SortedTree delete(SortedTree tree, byte[] key) {
    if (find(tree, key) == null) return tree;
    return join(keepBelow(tree, key, false), keepFrom(tree, key, false));
  }

  static SortedTree deleteRange(SortedTree tree, byte[] start, byte[] end) {
    return join(keepBelow(tree, start, false), keepFrom(tree, end, true));
  }

  static SortedTree find(SortedTree tree, byte[] key) {
    SortedTree at = tree;
    while (at != null) {
      int order = Arrays.compareUnsigned(key, at.key);
      if (order == 0) return at;
      at = order < 0 ? at.left : at.right;
    }
    return null;
  }

  /** The first entry after the key, or at it when asked to include it. */
  static SortedTree after(SortedTree tree, byte[] key, boolean including) {
    SortedTree found = null;
    SortedTree at = tree;
    while (at != null) {
      int order = Arrays.compareUnsigned(key, at.key);
      if (order < 0 || order == 0 && including) {
        found = at;
        at = at.left;
      } else {
        at = at.right;
      }
    }
    return found;
  }

  /** The last entry before the key, or at it when asked to include it. */
  static SortedTree before(SortedTree tree, byte[] key, boolean including) {
    SortedTree found = null;
    SortedTree at = tree;
    while (at != null) {
      int order = Arrays.compareUnsigned(key, at.key);
      if (order > 0 || order == 0 && including) {
        found = at;
        at = at.right;
      } else {
        at = at.left;
      }
    }
    return found;
  }

  static SortedTree last(SortedTree tree) {
    SortedTree at = tree;
    while (at != null && at.right != null) at = at.right;
    return at;
  }

  private static SortedTree keepBelow(SortedTree tree, byte[] key, boolean including) {
    if (tree == null) return null;
    int order = Arrays.compareUnsigned(tree.key, key);
    if (order < 0 || order == 0 && including) return tree.with(tree.left, keepBelow(tree.right, key, including));
    return keepBelow(tree.left, key, including);
  }

  private static SortedTree keepFrom(SortedTree tree, byte[] key, boolean including) {
    if (tree == null) return null;
    int order = Arrays.compareUnsigned(tree.key, key);
    if (order > 0 || order == 0 && including) return tree.with(keepFrom(tree.left, key, including), tree.right);
    return keepFrom(tree.right, key, including);
  }

  /** All of the first tree, then all of the second, whose keys are all greater. */
  private static SortedTree join(SortedTree low, SortedTree high) {
    if (low == null) return high;
    if (high == null) return low;
    return low.priority >= high.priority
        ? low.with(low.left, join(low.right, high))
        : high.with(join(low, high.left), high.right);
  }

  private SortedTree with(SortedTree newLeft, SortedTree newRight) {
    if (newLeft == left && newRight == right) return this;
    return new SortedTree(key, value, overwritten, priority, newLeft, newRight);
  }

  /** A hash of the key, well mixed (the finalizer of MurmurHash3). */
  private static int priority(byte[] key) {
    int h = Arrays.hashCode(key);
    h = (h ^ h >>> 16) * 0x85ebca6b;
    h = (h ^ h >>> 13) * 0xc2b2ae35;
    return h ^ h >>> 16;
  }
}
