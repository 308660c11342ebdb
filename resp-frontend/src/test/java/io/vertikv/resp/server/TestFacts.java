package io.vertikv.resp.server;

import io.vertikv.resp.admin.ServerFacts;
import io.vertikv.resp.cluster.ClusterMap;
import io.vertikv.resp.cluster.ClusterMap.Node;
import io.vertikv.resp.cluster.ClusterMap.Range;
import io.vertikv.resp.type.KeyHash;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Of a process that never was. */
public record TestFacts(CompletableFuture<Void> asked) implements ServerFacts {
  @Override
  public Identity identity() {
    return new Identity("0.1", "0123456789012345678901234567890123456789", "Linux 6 x86_64", 42, "/bin/vertikv", "",
        1_700_000_000_000L);
  }

  @Override
  public Memory memory() {
    return new Memory(10 << 20, 20 << 20, 40 << 20, 1 << 20, 5 << 20, 64 << 20, 65 << 20, 1L << 34);
  }

  @Override
  public Processor processor() { return new Processor(1.5, 0.25); }

  @Override
  public Storage storage() { return new Storage("/data", "always", 4096); }

  @Override
  public Replication replication() { return new Replication(1, 1, 0, 1, 1, 1, 1, 0); }

  @Override
  public ClusterMap cluster() {
    Node only = new Node(1, "0123456789012345678901234567890123456789", "127.0.0.1", 6379, 0, 16379, true, 7);
    return new ClusterMap(3, 1, List.of(only), List.of(new Range(0, KeyHash.SLOTS - 1, 1, List.of())));
  }

  @Override
  public void shutDown() { asked.complete(null); }
}
