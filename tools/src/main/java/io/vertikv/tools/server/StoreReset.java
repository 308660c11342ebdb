package io.vertikv.tools.server;

import io.vertikv.tools.cluster.ClusterNode;
import io.vertikv.tools.cluster.ClusterRefused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;

/**
 * Takes a store's identity and data out of its folder, so that the node joins its cluster again as a new store. Nothing is
 * deleted: all lies in {@code aside-1} and so on, in the same folder, since that may be a disk of its own.
 *
 * <p>A node that started in the middle, with its identity and without its log, would vote a second time in terms in which it
 * had voted. So the file RESET says from before the first move until after the last that this is under way; as long as it
 * is there no node starts, and the same command goes on where it was.
 */
public final class StoreReset {
  private static final String MARKER = "RESET";
  private static final String DRAFT = "RESET.new";
  private static final String ASIDE = "aside-";
  /** The identity goes last: until then the folder says whose data it was. */
  private static final List<String> DATA = List.of(StoreDisk.LOG_FOLDER, StoreDisk.ENGINE_FOLDER,
      StoreDisk.SNAPSHOT_FOLDER);
  private static final List<String> IDENTITY = ClusterNode.files();

  private final Path data;
  private final long store;

  private StoreReset(Path data, long store) {
    this.data = data;
    this.store = store;
  }

  /** Returns what was done, for people. Throws {@link StartRefused} when it must not be done. Blocks. */
  public static String run(Path data, long store) {
    if (!Files.exists(data.resolve(DataFolder.VERSION)))
      throw new StartRefused(data + " is no data folder of VertiKV: check --data");
    try (DataFolder locked = DataFolder.open(data)) {
      return new StoreReset(locked.path(), store).run();
    } catch (ClusterRefused unreadable) {
      throw new StartRefused(unreadable.getMessage(), unreadable);
    } catch (IOException failed) {
      throw new StartRefused("the data in " + data + " could not be put aside: " + failed + ". Run the command again",
          failed);
    }
  }

  /** For a node that is about to start. */
  static void refuseHalfway(Path data) {
    if (Files.exists(data.resolve(MARKER)))
      throw new StartRefused("`vertikv store reset` was broken off in " + data
          + ": run it again, it goes on where it was");
  }

  private String run() throws IOException {
    Path marker = data.resolve(MARKER);
    if (!Files.exists(marker)) {
      if (isEmpty()) return "nothing to do: there is no data in " + data + ". Start the node: it joins as a new store";
      expectStore();
      begin();
    }
    String[] words = Files.readString(marker, StandardCharsets.US_ASCII).strip().split(" ");
    if (words.length != 2 || !words[0].equals(Long.toString(store)))
      throw new StartRefused("store " + words[0] + " is being put aside in " + data + ", not store " + store
          + ": name that one");
    Path aside = Files.createDirectories(data.resolve(words[1]));
    for (String name : DATA) move(name, aside);
    for (String name : IDENTITY) move(name, aside);
    sync(aside);
    sync(data);
    Files.delete(marker);
    sync(data);
    return "the data of store " + store + " lies in " + aside + " now. Start the node: it joins as a new store";
  }

  private boolean isEmpty() {
    return DATA.stream().noneMatch(name -> Files.exists(data.resolve(name)))
        && IDENTITY.stream().noneMatch(name -> Files.exists(data.resolve(name)));
  }

  private void expectStore() {
    OptionalLong found = ClusterNode.storeOf(data);
    if (found.isEmpty())
      throw new StartRefused("the data in " + data + " is not that of a store of a cluster: nobody else has it");
    if (found.getAsLong() != store)
      throw new StartRefused("the data in " + data + " is that of store " + found.getAsLong() + ", not of store "
          + store + ": if it was put aside before, the node is a new store already, and there is nothing to do");
  }

  private void begin() throws IOException {
    int number = 1;
    while (Files.exists(data.resolve(ASIDE + number))) number++;
    Path draft = data.resolve(DRAFT);
    Files.writeString(draft, store + " " + ASIDE + number + "\n", StandardCharsets.US_ASCII);
    sync(draft);
    Files.move(draft, data.resolve(MARKER), StandardCopyOption.ATOMIC_MOVE);
    sync(data);
  }

  private void move(String name, Path aside) throws IOException {
    if (Files.exists(data.resolve(name)))
      Files.move(data.resolve(name), aside.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
