package io.vertikv.txn.region;

import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.MembershipCodec;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.group.PeerAddresses;
import io.vertikv.store.region.Region;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.store.region.RegionRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The entry that makes several regions of one: the parent keeps its id and the left part. It says all that the children begin
 * with, so that every replica makes the same of it; if the parent is not what it was when the entry was made, all of them make
 * nothing of it.
 *
 * <pre>
 * version u8 = 0x40 | parent's version u64 | parent's conf version u64 | children varint, (region u64 | start sized | members sized)*
 * members: membership with addresses ({@link MembershipCodec})
 * </pre>
 */
record RegionSplit(RegionEpoch epoch, List<Child> children) {
  private static final int VERSION = 0x40;

  /** A child as it begins. */
  record Child(long region, byte[] start, Membership members, PeerAddresses homes) {
    /** The peer on this store; 0: none. */
    long peerOn(long store) {
      for (Map.Entry<Long, Long> home : homes.storeOfPeer().entrySet()) {
        if (home.getValue() == store) return home.getKey();
      }
      return 0;
    }
  }

  RegionSplit {
    children = List.copyOf(children);
  }

  static RegionSplit of(RegionEpoch epoch, List<SplitChild> children, Membership parents, PeerAddresses homes) {
    List<Child> made = new ArrayList<>();
    for (SplitChild child : children) {
      Map<Long, Long> childsHomes = new TreeMap<>();
      child.peers().forEach((parent, peer) -> {
        if (parents.contains(parent)) childsHomes.put(peer, homes.storeOf(parent));
      });
      Membership members = Membership.of(mapped(parents.voters(), child), mapped(parents.learners(), child));
      made.add(new Child(child.region(), child.start(), members, PeerAddresses.of(childsHomes)));
    }
    return new RegionSplit(epoch, made);
  }

  private static PeerSet mapped(PeerSet parents, SplitChild child) {
    long[] peers = new long[parents.size()];
    for (int i = 0; i < peers.length; i++) peers[i] = child.peers().get(parents.at(i));
    return PeerSet.of(peers);
  }

  /** Null: these children can split off this region; or why not. */
  static String refusal(Region parent, List<SplitChild> children, Membership members, PeerAddresses homes) {
    if (children.isEmpty()) return "no children";
    if (members.isJoint()) return "its peers are being changed";
    for (int i = 0; i < members.peers().size(); i++) {
      long peer = members.peers().at(i);
      if (homes.storeOf(peer) == 0) return "it is not known here where peer " + peer + " lives";
    }
    byte[] before = parent.range().start();
    for (SplitChild child : children) {
      boolean rises = Arrays.compareUnsigned(before, child.start()) < 0;
      if (!rises || !parent.range().contains(child.start())) return "a child would not start within it";
      before = child.start();
      for (int i = 0; i < members.peers().size(); i++) {
        if (!child.peers().containsKey(members.peers().at(i)))
          return "no peer for that of peer " + members.peers().at(i);
      }
    }
    return null;
  }

  boolean fits(RegionRecord parent) { return epoch.equals(parent.epoch()); }

  /** Of the parent and its children. */
  private RegionEpoch epochAfter() {
    return new RegionEpoch(epoch.version() + children.size(), epoch.confVersion());
  }

  RegionRecord parentAfter(RegionRecord before) {
    return new RegionRecord(new KeyRange(before.range().start(), children.getFirst().start()), epochAfter());
  }

  /** @param before of the parent */
  RegionRecord child(int at, RegionRecord before) {
    byte[] end = at + 1 < children.size() ? children.get(at + 1).start() : before.range().end();
    return new RegionRecord(new KeyRange(children.get(at).start(), end), epochAfter());
  }

  // ---- bytes

  static boolean isSplit(byte[] command) {
    return command.length > 0 && command[0] == VERSION;
  }

  byte[] encode() {
    ByteWriter out = new ByteWriter().u8(VERSION).u64(epoch.version()).u64(epoch.confVersion());
    out.varint(children.size());
    for (Child child : children) {
      MembershipPayload members = new MembershipPayload(child.members(), child.homes().attachment());
      out.u64(child.region()).sized(child.start()).sized(MembershipCodec.encode(members));
    }
    return out.toByteArray();
  }

  static RegionSplit decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.u8();
    if (version != VERSION) throw new MalformedBytes("region split of version " + version);
    RegionEpoch epoch = new RegionEpoch(in.u64(), in.u64());
    List<Child> children = new ArrayList<>();
    for (long n = in.varint(); n > 0; n--) {
      long region = in.u64();
      byte[] start = in.sized();
      MembershipPayload members = MembershipCodec.decode(in.sized());
      PeerAddresses homes = PeerAddresses.decode(members.attachment().toByteArray());
      children.add(new Child(region, start, members.membership(), homes));
    }
    in.expectEnd();
    return new RegionSplit(epoch, children);
  }
}
