package io.vertikv.tools.chaos.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeStateTest {
  private static final String INFO = """
                                     # Replication
                                     role:master
                                     raft_store:3
                                     raft_leader_store:%d
                                     raft_term:7
                                     raft_applied_index:1234
                                     """;

  @Test
  void aNodeLeadsWhenItsStoreIsTheLeaders() {
    assertEquals(Optional.of(new NodeState(3, 3, 7, 1234)), NodeState.parse(INFO.formatted(3)));
    assertTrue(NodeState.parse(INFO.formatted(3).replace("\n", "\r\n")).orElseThrow().leads());
    assertFalse(NodeState.parse(INFO.formatted(1)).orElseThrow().leads());
    assertFalse(NodeState.parse(INFO.formatted(0)).orElseThrow().leads());
  }

  @Test
  void aNodeThatSaysNothingOfAClusterIsNoMember() {
    assertEquals(Optional.empty(), NodeState.parse("# Replication\r\nrole:master\r\n"));
  }
}
