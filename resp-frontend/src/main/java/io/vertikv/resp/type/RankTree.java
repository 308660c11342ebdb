package io.vertikv.resp.type;

import io.vertikv.resp.type.RankNode.Child;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import java.util.List;

/**
 * A large sorted set's members in the order of their scores, with ranks: a counted B+ tree, whose leaves are
 * {@link ScoreBlock}s of up to {@value ScoreBlock#MEMBERS_MAX} members and whose {@link RankNode}s know how many members
 * each child holds. It does what Redis' skip list with spans does: a rank is the sum of the counts on the left of the way
 * down, and the member of a rank is found by the same way.
 *
 * <p><b>Why not a key for each member, in order of score</b> (as every other Redis on a sorted store has it, and as it was
 * here): under versions a key that moves leaves a deleted one behind. A leader board or a queue moves all the time, so a scan
 * comes upon more deleted keys than living ones, and that is worst where scans begin, at the ends. Here nothing is ever
 * scanned. All records are read by their exact keys, which memory answers; a block that changes a hundred times is one
 * record with one newest version.
 *
 * <p><b>What a write costs</b>: the member's block, of a few hundred bytes, and one count on each level. Counts are few and the
 * same for many members, so a region's batch, which keeps only the newest value of a key, carries each of their records once
 * for all of its commands. Bounds are records of their own and change with every eighth new member.
 *
 * <p><b>Shape.</b> A part's lower bound is in its key and never changes; the first child begins where its node does. What
 * becomes too large is halved at the shortest string that tells its two sides apart. Small neighbouring blocks become one,
 * as do empty neighbours on any level: the left one stays. So a queue leaves at most every other part empty, and an
 * emptied set is removed with its header.
 *
 * <p>The object is one command's view: parts are read when needed and written by {@link #save}.
 */
final class RankTree {
  private static final int BLOCK_MIN = 4;
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

  /** The tree that is stored, of this height. */
  static RankTree of(Tx tx, Key key, long generation, int height) {
    RankTree tree = new RankTree(tx, key, generation);
    tree.root = tree.read(height, LOWEST);
    return tree;
  }

  /** A tree without members, under a generation that nothing was ever written to. */
  static RankTree fresh(Tx tx, Key key, long generation) {
    RankTree tree = new RankTree(tx, key, generation);
    tree.root = RankNode.of(1, List.of(new Child(LOWEST, 0, ScoreBlock.empty(LOWEST))));
    return tree;
  }

  int height() { return root.level(); }

  long total() { return root.total(); }

  /** Adds a member that is not there. */
  void add(byte[] place, double score) {
    RankNode right = add(root, place, score);
    if (right != null) root = RankNode.of(root.level() + 1, List.of(Child.of(root), Child.of(right)));
  }

  /** The new node on its right, when the node was halved, or null. */
  private RankNode add(RankNode node, byte[] place, double score) {
    int at = node.child(place);
    node.add(at, 1);
    RankPart right = null;
    switch (load(node, at)) {
      case ScoreBlock block -> {
        block.add(place, score);
        if (block.full()) right = block.halve();
      }
      case RankNode below -> right = add(below, place, score);
    }
    if (right != null) node.cut(at, Child.of(right));
    return node.full() ? node.halve() : null;
  }

  /** Removes a member that is there. */
  void remove(byte[] place) { remove(root, place); }

  private void remove(RankNode node, byte[] place) {
    int at = node.child(place);
    node.add(at, -1);
    switch (load(node, at)) {
      case ScoreBlock block -> block.remove(place);
      case RankNode below -> remove(below, place);
    }
    if (joins(node, at - 1)) join(node, at);
    else if (joins(node, at)) join(node, at + 1);
  }

  /** Whether a child and the one behind it are to be one. */
  private boolean joins(RankNode node, int left) {
    if (left < 0 || left + 1 >= node.children()) return false;
    long first = node.count(left);
    long second = node.count(left + 1);
    if (first + second == 0) return true;
    return node.level() == 1 && Math.min(first, second) < BLOCK_MIN && first + second <= ScoreBlock.MEMBERS_MAX / 2
        && load(node, left) instanceof ScoreBlock a && load(node, left + 1) instanceof ScoreBlock b
        && a.bytes().length + b.bytes().length <= ScoreBlock.BYTES_MAX / 2;
  }

  private void join(RankNode node, int child) {
    RankPart gone = load(node, child);
    if (gone instanceof ScoreBlock right && load(node, child - 1) instanceof ScoreBlock left) left.append(right);
    discard(gone);
    node.join(child);
  }

  private void discard(RankPart part) {
    switch (part) {
      case ScoreBlock block -> tx.delete(key(block));
      case RankNode node -> {
        tx.delete(key(node.level(), false, node.lower()));
        tx.delete(key(node.level(), true, node.lower()));
        for (int i = 0; i < node.children(); i++) discard(load(node, i));
      }
    }
  }

  /** How many members lie before a place, which is at least a score. */
  long before(byte[] place) {
    RankNode node = root;
    long before = 0;
    while (true) {
      int at = node.child(place);
      before += node.before(at);
      switch (load(node, at)) {
        case ScoreBlock block -> {
          return before + block.before(place);
        }
        case RankNode below -> node = below;
      }
    }
  }

  /** The members from one rank on, up to another, going up or down; no changes meanwhile. */
  ZsetWalk walk(long from, long to, Direction direction) {
    return new Walk(from, to, direction);
  }

  private final class Walk implements ZsetWalk {
    private final int step;
    private final long end;
    private long rank;
    /** The block that holds the member, and its first rank. */
    private List<ScoredMember> block = List.of();
    private long first;
    private ScoredMember member;

    Walk(long from, long to, Direction direction) {
      boolean forward = direction == Direction.FORWARD;
      step = forward ? 1 : -1;
      rank = forward ? from - 1 : to;
      end = forward ? to : from - 1;
    }

    @Override
    public boolean next() {
      if ((end - rank) * step <= 1) return false;
      rank += step;
      if (rank < first || rank >= first + block.size()) find();
      member = block.get((int) (rank - first));
      return true;
    }

    private void find() {
      RankNode node = root;
      long before = 0;
      while (true) {
        int at = 0;
        for (; at < node.children() && rank - before >= node.count(at); at++) before += node.count(at);
        if (at == node.children())
          throw new IllegalStateException("sorted set " + key + " has no member of rank " + rank);
        switch (load(node, at)) {
          case ScoreBlock found -> {
            block = found.members();
            first = before;
            return;
          }
          case RankNode below -> node = below;
        }
      }
    }

    @Override
    public Slice member() { return member.member(); }

    @Override
    public double score() { return member.score(); }
  }

  private RankPart load(RankNode parent, int child) {
    RankPart part = parent.loaded(child);
    if (part != null) return part;
    byte[] lower = parent.lower(child);
    part = parent.level() > 1 ? read(parent.level() - 1, lower) : ScoreBlock.decode(lower, record(block(lower)));
    parent.load(child, part);
    return part;
  }

  private RankNode read(int level, byte[] lower) {
    return RankNode.decode(level, lower, record(key(level, false, lower)), record(key(level, true, lower)));
  }

  private byte[] record(byte[] at) {
    byte[] record = tx.get(at);
    if (record == null) throw new IllegalStateException("sorted set " + key + " lacks a part of its order");
    return record;
  }

  private byte[] key(ScoreBlock block) { return block(block.lower()); }

  private byte[] block(byte[] lower) { return RedisKeys.scoreBlock(key, generation, lower); }

  private byte[] key(int level, boolean counts, byte[] lower) {
    return RedisKeys.rankNode(key, generation, level, counts, lower);
  }

  /** Writes what has changed. */
  void save() { save(root); }

  private void save(RankPart part) {
    switch (part) {
      case ScoreBlock block -> {
        if (block.changed()) tx.put(key(block), block.bytes());
        block.saved();
      }
      case RankNode node -> {
        if (node.boundsChanged()) tx.put(key(node.level(), false, node.lower()), node.bounds());
        if (node.countsChanged()) tx.put(key(node.level(), true, node.lower()), node.counts());
        node.saved();
        for (int i = node.firstLoaded(); i < node.loadedEnd(); i++) if (node.loaded(i) != null) save(node.loaded(i));
      }
    }
  }

  /** How many blocks a set of this size has, roughly. */
  static long blocks(long members) {
    return 1 + members / (ScoreBlock.MEMBERS_MAX * 2 / 3);
  }

  /** How many records its nodes are, roughly. */
  static long nodes(long members) {
    return 2 * (1 + blocks(members) / (RankNode.CHILDREN_MAX * 2 / 3));
  }
}
