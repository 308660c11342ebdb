package io.vertikv.store.snapshot;

import io.vertikv.store.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The folders of snapshots on a store's disk, by region, index and term. The suffix tells how far one is:
 *
 * <pre>
 *   R-I-T-n.out    being exported and sent by this store; worthless after a restart
 *   R-I-T.in       being received; worthless after a restart
 *   R-I-T.ready    received, verified and synced: restored from here, and again if a crash comes in between
 * </pre>
 *
 * A {@code .in} becomes {@code .ready} in one step, after everything in it was synced. Blocks: workers only; users of
 * different snapshots may run side by side.
 */
public final class SnapshotStore {
  static final String MANIFEST = "manifest";
  private static final String READY = ".ready";
  private static final String INCOMING = ".in";
  private static final String OUTGOING = ".out";
  private static final String OURS = "([0-9a-f]{16})-([0-9a-f]{16})-([0-9a-f]{16})";
  private static final Pattern FOLDER = Pattern.compile(OURS + "(-[0-9]+\\.out|\\.in|\\.ready)");
  private static final HexFormat HEX = HexFormat.of();

  private final SnapshotDevice device;
  private final AtomicLong outgoing = new AtomicLong();

  public SnapshotStore(SnapshotDevice device) { this.device = device; }

  /** A folder for an export; two of the same state are two folders. */
  String newOutgoing(SnapshotId id) throws IOException {
    String name = name(id) + "-" + outgoing.incrementAndGet() + OUTGOING;
    device.create(name);
    return name;
  }

  /** An empty folder for what comes in; there must be none of this snapshot. */
  SnapshotFolder newIncoming(SnapshotId id) throws IOException {
    return device.create(name(id) + INCOMING);
  }

  /** Everything in the incoming folder has been synced: from now on it is a snapshot, whatever happens. */
  void makeReady(SnapshotId id) throws IOException {
    device.rename(name(id) + INCOMING, name(id) + READY);
    device.sync();
  }

  SnapshotFolder openReady(SnapshotId id) throws IOException { return device.open(name(id) + READY); }

  SnapshotFolder open(String folder) throws IOException { return device.open(folder); }

  static Bytes manifest(SnapshotFolder folder) throws IOException { return Bytes.of(folder.read(MANIFEST)); }

  static void writeManifest(SnapshotFolder folder, Bytes manifest) throws IOException {
    try (SnapshotFile file = folder.create(MANIFEST)) {
      file.write(ByteBuffer.wrap(manifest.array()), 0);
      file.sync();
    }
  }

  void dropIncoming(SnapshotId id) throws IOException { drop(name(id) + INCOMING); }

  void dropReady(SnapshotId id) throws IOException { drop(name(id) + READY); }

  /** Deletes the folder when it is there. */
  void drop(String folder) throws IOException {
    if (device.list().contains(folder)) device.delete(folder);
  }

  /** Deletes all snapshots; what is not one is left alone. Before the first use, or when nothing is under way. */
  void sweep() throws IOException {
    for (String folder : device.list()) if (FOLDER.matcher(folder).matches()) device.delete(folder);
    device.sync();
  }

  long freeBytes() throws IOException { return device.freeBytes(); }

  private static String name(SnapshotId id) {
    return HEX.toHexDigits(id.region()) + "-" + HEX.toHexDigits(id.last().index()) + "-"
        + HEX.toHexDigits(id.last().term());
  }
}
