package io.vertikv.tools.chaos.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small file system in memory for the data of one node, which can be filled up. Needs the right to mount. */
public final class SmallDisk implements AutoCloseable {
  private static final int MEBIBYTES = 768;
  private static final int PIECE_BYTES = 1 << 20;
  private static final String BALLAST = "ballast";

  private final Path folder;

  private SmallDisk(Path folder) { this.folder = folder; }

  public static SmallDisk mount(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    ShellCommand
        .run(List.of("mount", "-t", "tmpfs", "-o", "size=" + MEBIBYTES + "m", "vertikv-chaos", folder.toString()));
    return new SmallDisk(folder);
  }

  /** Whether this process may mount. */
  public static boolean possible(Path folder) throws IOException, InterruptedException {
    Path probe = Files.createDirectories(folder.resolve("mount-probe"));
    boolean mounted = ShellCommand
        .succeeds(List.of("mount", "-t", "tmpfs", "-o", "size=1m", "vertikv-chaos", probe.toString()));
    if (mounted) ShellCommand.run(List.of("umount", probe.toString()));
    Files.delete(probe);
    return mounted;
  }

  /** Not one byte is left. */
  void fill() throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    try (OutputStream out = Files.newOutputStream(folder.resolve(BALLAST))) {
      for (int i = 0; i <= MEBIBYTES; i++) out.write(piece);
    } catch (IOException full) {
      if (!Files.exists(folder.resolve(BALLAST))) throw full;
    }
  }

  void release() throws IOException { Files.deleteIfExists(folder.resolve(BALLAST)); }

  @Override
  public void close() throws IOException {
    try {
      ShellCommand.run(List.of("umount", folder.toString()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("not unmounted: " + folder, stopped);
    }
  }
}
