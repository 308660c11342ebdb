package io.vertikv.tools.cluster;

import io.vertikv.store.rpc.StoreAddress;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.List;

/** Files CLUSTER as a node leaves them, for tests of other packages. */
public final class ClusterFiles {
  private ClusterFiles() {}

  /** That of a store of a cluster with one founder. */
  public static void write(Path folder, long store) {
    StoreAddress address = new StoreAddress("127.0.0.1", 17001);
    Manifest manifest = Manifest.of(7, 1, List.of(new Founder(1, address)));
    new ClusterFile(folder)
        .write(
            new ClusterRecord(1, 1, "test", new Standing.Formed(store, manifest), new TreeMap<>(manifest.addresses())));
  }
}
