package io.vertikv.tools.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.tools.cluster.Standing.Formed;
import io.vertikv.tools.cluster.Standing.Unformed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Nodes that found a cluster or join it, on one thread: each message to each node is dropped, doubled or held back by chance,
 * nodes crash between what they persist and what they send, or before either, and come back with what was on disk.
 */
final class FormationWorld {
  /** A machine: what it has on disk survives its processes. */
  private final class Machine {
    final int number;
    final long nodeId;
    final StoreAddress address;
    Standing disk = new Unformed();
    long starts;
    /** Null while the process is down. */
    Formation process;

    Machine(int number) {
      this.number = number;
      this.nodeId = Formation.drawId(random);
      this.address = address(number);
    }

    void start() {
      process = new Formation(terms, new Founder(nodeId, address), ++starts, disk, random);
    }

    /** Dies at any point of the step when faults are on. */
    void perform(Step step) {
      if (dies()) return;
      step.persist().ifPresent(standing -> {
        if (disk instanceof Formed formed) assertEquals(formed, standing, "a node changed its cluster");
        disk = standing;
        checkOneCluster();
      });
      for (ClusterMessage message : step.send()) {
        if (dies()) return;
        publish(number, message);
      }
      if (dies()) return;
      step.ask().ifPresent(asked -> perform(process.admitted(asked.fromNode(),
          storeIds.computeIfAbsent(asked.fromNode(), node -> founders + 1L + storeIds.size()))));
    }

    private boolean dies() {
      if (process == null) return true;
      if (!faults || random.nextInt(40) != 0) return false;
      process = null;
      return true;
    }
  }

  private record Letter(int to, ClusterMessage message) {}

  private static final int UNDER_WAY_MAX = 100;

  private final Random random;
  private final Terms terms;
  private final int founders;
  private final List<Machine> machines = new ArrayList<>();
  private final List<Letter> underWay = new ArrayList<>();
  private final Map<Long, Long> storeIds = new HashMap<>();
  /** By which no message passes between even and odd nodes. */
  private boolean split;
  private boolean faults = true;

  FormationWorld(long seed, int nodes, int founders, boolean listed) {
    this.random = new Random(seed);
    this.founders = founders;
    Set<StoreAddress> addresses = new HashSet<>();
    if (listed) IntStream.range(0, founders).forEach(number -> addresses.add(address(number)));
    this.terms = new Terms("test", addresses, founders);
    for (int i = 0; i < nodes; i++) machines.add(new Machine(i));
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) step();
  }

  /** From now on nothing fails. */
  void heal() {
    faults = false;
    split = false;
  }

  boolean allFormed() { return machines.stream().allMatch(machine -> machine.disk instanceof Formed); }

  String report() {
    StringBuilder text = new StringBuilder();
    for (Machine machine : machines)
      text.append("%n%s %016x %s: %s".formatted(machine.address, machine.nodeId,
          machine.disk, machine.process == null ? "down" : machine.process.hindrance()));
    return text.toString();
  }

  /** Founders have the ids of the manifest, the others further ones, and no two the same. */
  void checkStoreIds() {
    Set<Long> seen = new HashSet<>();
    for (Machine machine : machines)
      if (machine.disk instanceof Formed formed) {
        assertEquals(true, seen.add(formed.storeId()), "store id " + formed.storeId() + " was given twice");
        assertEquals(formed.manifest().storeOf(machine.nodeId).orElse(storeIds.getOrDefault(machine.nodeId, 0L)),
            formed.storeId());
      }
  }

  private void step() {
    Machine machine = machines.get(random.nextInt(machines.size()));
    if (faults && random.nextInt(200) == 0) split = !split;
    if (machine.process == null) {
      if (random.nextInt(8) == 0) machine.start();
    } else if (underWay.isEmpty() || random.nextInt(3 * machines.size()) == 0) {
      machine.perform(machine.process.tick());
    } else {
      deliver();
    }
  }

  private void deliver() {
    Letter letter = underWay.remove(faults ? random.nextInt(underWay.size()) : 0);
    if (faults && random.nextInt(5) == 0) return;
    if (faults && random.nextInt(10) == 0) underWay.add(letter);
    Machine to = machines.get(letter.to());
    if (to.process != null) to.perform(to.process.on(letter.message()));
  }

  /** A network that is split lets a message through now and then; one that is overloaded drops. */
  private void publish(int from, ClusterMessage message) {
    for (Machine machine : machines) {
      boolean passes = !split || from % 2 == machine.number % 2 || random.nextInt(20) == 0;
      if (passes && underWay.size() < UNDER_WAY_MAX) underWay.add(new Letter(machine.number, message));
    }
  }

  private void checkOneCluster() {
    long clusters = machines.stream().filter(machine -> machine.disk instanceof Formed)
        .map(machine -> ((Formed) machine.disk).manifest().clusterId()).distinct().count();
    if (clusters > 1) throw new AssertionError("two clusters were founded" + report());
  }

  private static StoreAddress address(int number) { return new StoreAddress("host-" + number, 16379); }
}
