package io.vertikv.tools.cluster;

import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.tools.cluster.ClusterMessage.AdmissionAsked;
import io.vertikv.tools.cluster.ClusterMessage.Admitted;
import io.vertikv.tools.cluster.ClusterMessage.Announcement;
import io.vertikv.tools.cluster.ClusterMessage.Proposal;
import io.vertikv.tools.cluster.ClusterMessage.Release;
import io.vertikv.tools.cluster.Standing.Formed;
import io.vertikv.tools.cluster.Standing.Reserved;
import io.vertikv.tools.cluster.Standing.Unformed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides which cluster a node belongs to. Events in, a {@link Step} out; no clock, thread, disk or network.
 *
 * <p>It is two-phase commit without a coordinator's log of its own. The node with the smallest id among the founders that it
 * sees proposes a {@link Manifest} and reserves it for itself, on disk. A founder that hears of it reserves it, on disk,
 * and announces that. When the proposer has seen the reservations of <em>all</em> founders it commits, on disk, and
 * announces that; whoever has reserved the same and hears of anybody who has committed, commits. So:
 *
 * <ul>
 * <li>A node holds one reservation at a time, and only its proposer can take it back. Two proposals that share a founder
 * can therefore never both be decided. Founders that are listed by address are always the same ones; nodes found by
 * multicast or the like could found two clusters of one name only as two groups that have no node in common.
 * <li>A reservation that was announced holds until the proposer, which counts it, has given the proposal up. So old
 * announcements are as good as new ones, and it does not matter what gets lost, doubled or late.
 * <li>A proposer that dies before it has committed blocks its founders until it is back; once one founder knows that it
 * has committed, all get to know.
 * </ul>
 *
 * <p>A node that sees a cluster of its name does not found one but asks to be admitted.
 */
final class Formation {
  /** Who has not been heard of for so many ticks is not counted on for a new cluster. */
  static final int FRESH_TICKS = 12;
  /** A node of a cluster says so every so many ticks, besides whenever somebody new asks. */
  static final int FORMED_BEAT_TICKS = 10;
  /** Time enough for the answer to the last question. */
  private static final int ASK_TICKS = 4;
  /** After so long without a word of the proposer, people should know. */
  private static final int PROPOSER_LATE_TICKS = 60;

  /** The last word of a node, and when it was heard. */
  private record Heard(Announcement said, long tick) {}

  private final Terms terms;
  private final Founder self;
  private final long incarnation;
  private final RandomGenerator random;
  private final Map<Long, Heard> others = new HashMap<>();
  /** Who has reserved the proposal of this node that stands. */
  private final Set<Long> promised = new HashSet<>();
  private Standing standing;
  private long ticks;
  private long beat;
  private boolean announceSoon = true;
  private Optional<ClientAddress> clients = Optional.empty();
  /** Told to people. Empty when all is well. */
  private String hindrance = "";
  private Optional<Standing> persist = Optional.empty();
  private List<ClusterMessage> send = new ArrayList<>();
  private Optional<AdmissionAsked> ask = Optional.empty();

  Formation(Terms terms, Founder self, long incarnation, Standing standing, RandomGenerator random) {
    this.terms = terms;
    this.self = self;
    this.incarnation = incarnation;
    this.standing = standing;
    this.random = random;
  }

  Standing standing() { return standing; }

  /** Why this node belongs to no cluster yet, or what is wrong around it, for people; empty when all is well. */
  String hindrance() {
    return hindrance;
  }

  /** The next announcement goes out with the next tick: somebody may have come who has not heard of this node. */
  void announceSoon() {
    announceSoon = true;
  }

  /** From now on this node serves clients there. */
  void serves(ClientAddress at) {
    clients = Optional.of(at);
    announceSoon();
  }

  /** About twice a second. */
  Step tick() {
    ticks++;
    switch (standing) {
      case Unformed _ -> seekCluster();
      case Reserved reserved when mine(reserved.manifest()) -> pursue(reserved.manifest());
      case Reserved reserved -> awaitProposer(reserved.manifest());
      case Formed _ -> announceSoon |= ticks % FORMED_BEAT_TICKS == 0;
    }
    if (!(standing instanceof Formed) || announceSoon) announce();
    return taken();
  }

  Step on(ClusterMessage message) {
    switch (message) {
      case Announcement said -> heard(said);
      case Proposal proposal -> proposed(proposal.manifest());
      case Release release -> released(release);
      case AdmissionAsked asked -> asked(asked);
      case Admitted answer -> answered(answer);
    }
    return taken();
  }

  /** The cluster has given this store id to a node that asked. */
  Step admitted(long nodeId, long storeId) {
    if (standing instanceof Formed formed) send.add(new Admitted(nodeId, storeId, formed.manifest()));
    return taken();
  }

  private void heard(Announcement said) {
    if (said.nodeId() == self.nodeId()) return;
    Heard before = others.get(said.nodeId());
    if (before == null || said.newerThan(before.said())) others.put(said.nodeId(), new Heard(said, ticks));
    switch (said.standing()) {
      case Unformed _ -> announceSoon |= standing instanceof Formed;
      case Reserved theirs -> heardOfReservation(said.nodeId(), theirs.manifest());
      case Formed theirs -> heardOfCluster(said, theirs.manifest());
    }
  }

  private void heardOfReservation(long nodeId, Manifest theirs) {
    announceSoon |= standing instanceof Formed;
    if (!mine(theirs)) return;
    switch (standing) {
      case Reserved ours when ours.manifest().clusterId() == theirs.clusterId() -> promised(nodeId);
      case Formed ours when ours.manifest().clusterId() == theirs.clusterId() -> {} // they commit when they hear of it
      case Unformed _,Reserved _,Formed _ -> send.add(new Release(nodeId, theirs.clusterId()));
    }
  }

  private void heardOfCluster(Announcement said, Manifest theirs) {
    switch (standing) {
      case Unformed _ -> {}
      case Reserved ours when ours.manifest().clusterId() == theirs.clusterId() -> commit(ours.manifest());
      case Reserved _ -> {}
      case Formed ours when ours.manifest().clusterId() != theirs.clusterId() ->
        hindrance = said.address() + " belongs to another cluster that is also named " + terms.clusterName() + ", "
            + hex(theirs.clusterId()) + " instead of " + hex(ours.manifest().clusterId())
            + ": it is left alone; give one of the two clusters another name";
      case Formed _ -> {}
    }
  }

  /** One reservation at a time: another one, even of the same proposer, has to wait for the release of this one. */
  private void proposed(Manifest manifest) {
    if (!(standing instanceof Unformed) || mine(manifest)) return;
    Optional<Long> store = manifest.storeOf(self.nodeId());
    if (store.isEmpty() || !manifest.founders().get(store.get()).address().equals(self.address())) return;
    if (!terms.fulfilledBy(manifest.founders().values())) {
      hindrance = "the founders proposed are " + manifest.text() + ", but this node is configured for " + expected()
          + ": join and founders must be the same on all of them";
      return;
    }
    become(new Reserved(manifest));
    announce();
  }

  private void released(Release release) {
    if (release.toNode() == self.nodeId() && standing instanceof Reserved reserved && !mine(reserved.manifest())
        && reserved.manifest().clusterId() == release.clusterId()) {
      become(new Unformed());
      announce();
    }
  }

  private void asked(AdmissionAsked asked) {
    if (asked.toNode() == self.nodeId() && standing instanceof Formed) ask = Optional.of(asked);
  }

  private void answered(Admitted answer) {
    if (answer.toNode() != self.nodeId() || !(standing instanceof Unformed)) return;
    become(new Formed(answer.storeId(), answer.manifest()));
    announce();
  }

  /** Joins what there is, or proposes to found it when this node is the one to do so. */
  private void seekCluster() {
    List<Announcement> members = members();
    Set<Long> clusters = members.stream().map(member -> manifestOf(member).clusterId()).collect(Collectors.toSet());
    if (clusters.size() > 1)
      hindrance = "there are " + clusters.size() + " clusters named " + terms.clusterName() + ", "
          + clusters.stream().map(Formation::hex).sorted().collect(Collectors.joining(" and "))
          + ": this node joins neither; name one of them otherwise, or leave its nodes out of join";
    else
      if (clusters.size() == 1) seekAdmission(members);
      else found();
  }

  private void seekAdmission(List<Announcement> members) {
    if (manifestOf(members.getFirst()).storeOf(self.nodeId()).isPresent()) {
      // To go on would be to vote a second time: what this store has promised since is lost as well.
      hindrance = "this node has founded the cluster " + terms.clusterName()
          + ", but its data folder is from before that: start it with an empty data folder, and it joins as a new store";
      return;
    }
    hindrance = "asking the cluster " + terms.clusterName() + " to be admitted";
    if (ticks % ASK_TICKS != 0) return;
    Announcement one = members.get(random.nextInt(members.size()));
    send.add(new AdmissionAsked(self.nodeId(), self.address(), one.nodeId()));
  }

  private void found() {
    List<Founder> founders = founders();
    if (founders.isEmpty()) hindrance = "waiting for " + expected() + ", seen so far: " + seen();
    else if (proposerOf(founders) == self.nodeId()) propose(founders);
    else hindrance = "waiting for the proposal of node " + hex(proposerOf(founders));
  }

  private void propose(List<Founder> founders) {
    promised.clear();
    Manifest manifest = Manifest.of(drawId(random), self.nodeId(), founders);
    become(new Reserved(manifest));
    hindrance = "waiting for the others to agree to " + manifest.text();
    promised(self.nodeId());
    if (standing instanceof Reserved) send.add(new Proposal(manifest));
  }

  /** This node has proposed, and nothing is decided. */
  private void pursue(Manifest manifest) {
    List<Founder> founders = founders();
    if (!members().isEmpty() || !founders.isEmpty() && proposerOf(founders) != self.nodeId()) {
      become(new Unformed()); // whoever has reserved it says so, and is released then
      hindrance = "";
    } else if (!founders.isEmpty() && !Set.copyOf(founders).equals(Set.copyOf(manifest.founders().values()))) {
      propose(founders);
    } else {
      promised(self.nodeId()); // again after a restart
      if (standing instanceof Reserved) send.add(new Proposal(manifest));
    }
  }

  private void promised(long nodeId) {
    if (!(standing instanceof Reserved reserved)) return;
    promised.add(nodeId);
    if (reserved.manifest().founders().values().stream().allMatch(founder -> promised.contains(founder.nodeId())))
      commit(reserved.manifest());
  }

  private void commit(Manifest manifest) {
    become(new Formed(manifest.storeOf(self.nodeId()).orElseThrow(), manifest));
    hindrance = "";
    announce();
  }

  private void awaitProposer(Manifest manifest) {
    Heard proposer = others.get(manifest.proposer());
    long silent = ticks - (proposer == null ? 0 : proposer.tick());
    if (silent < PROPOSER_LATE_TICKS) {
      hindrance = "waiting for the founders to agree to " + manifest.text();
      return;
    }
    Optional<StoreAddress> address = manifest.storeOf(manifest.proposer())
        .map(store -> manifest.founders().get(store).address());
    hindrance = "the node that proposed the cluster " + terms.clusterName() + " is not there: "
        + address.map(StoreAddress::toString).orElse("unknown") + " of " + manifest.text()
        + ". Start it. If it is lost for good and none of the others has formed a cluster, remove the file "
        + ClusterFile.NAME + " from the data folders of all of them and start them again";
  }

  /** Nodes of a cluster of this name that were heard of lately. */
  private List<Announcement> members() {
    return fresh().filter(said -> said.standing() instanceof Formed)
        .sorted(Comparator.comparing(Announcement::nodeId)).toList();
  }

  /** The nodes that can found a cluster now; empty when they are not all there. */
  private List<Founder> founders() {
    if (!members().isEmpty()) return List.of();
    List<Founder> able = Stream
        .concat(Stream.of(self),
            fresh().filter(said -> !(said.standing() instanceof Formed))
                .map(said -> new Founder(said.nodeId(), said.address())))
        .filter(founder -> terms.admits(founder.address())).sorted(Comparator.comparing(Founder::nodeId)).toList();
    // Who listed the founders gets these; two nodes at one address, of which one must be dead, are waited out.
    List<Founder> chosen = terms.listed().isEmpty() && able.size() > terms.count()
        ? able.subList(0, terms.count())
        : able;
    return terms.fulfilledBy(chosen) && chosen.contains(self) ? chosen : List.of();
  }

  private Stream<Announcement> fresh() {
    return others.values().stream().filter(heard -> ticks - heard.tick() <= FRESH_TICKS).map(Heard::said);
  }

  private static long proposerOf(List<Founder> founders) { return founders.getFirst().nodeId(); }

  private static Manifest manifestOf(Announcement member) { return ((Formed) member.standing()).manifest(); }

  private boolean mine(Manifest manifest) { return manifest.proposer() == self.nodeId(); }

  private void become(Standing next) {
    standing = next;
    persist = Optional.of(next);
  }

  private void announce() {
    announceSoon = false;
    send.add(new Announcement(self.nodeId(), incarnation, ++beat, self.address(), standing, clients));
  }

  private Step taken() {
    if (persist.isEmpty() && send.isEmpty() && ask.isEmpty()) return Step.NOTHING;
    Step step = new Step(persist, send, ask);
    persist = Optional.empty();
    send = new ArrayList<>();
    ask = Optional.empty();
    return step;
  }

  private String expected() {
    return terms.listed().isEmpty()
        ? terms.count() + " nodes"
        : terms.listed().stream().map(StoreAddress::toString).sorted().collect(Collectors.joining(", "));
  }

  private String seen() {
    return Stream.concat(Stream.of(self.address()), fresh().map(Announcement::address)).map(StoreAddress::toString)
        .sorted().distinct().collect(Collectors.joining(", "));
  }

  /** Ids are shown as people find them in the file. */
  static String hex(long id) { return "%016x".formatted(id); }

  /** Positive, so that no reader trips over a sign. */
  static long drawId(RandomGenerator random) {
    return random.nextLong(1, Long.MAX_VALUE);
  }
}
