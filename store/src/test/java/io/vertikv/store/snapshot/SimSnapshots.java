package io.vertikv.store.snapshot;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Folders on a disk that forgets: after a power cut an unsynced file has any prefix of its bytes or noise in them, an
 * unsynced entry of a folder is there or not, an unsynced creation, renaming or deletion of a folder has happened or not.
 */
final class SimSnapshots implements SnapshotDevice {
  private final PowerSwitch power;
  private final RandomGenerator random;
  private Map<String, Folder> folders = new TreeMap<>();
  private Map<String, Folder> durable = new TreeMap<>();
  long freeBytes = Long.MAX_VALUE;

  SimSnapshots(PowerSwitch power, RandomGenerator random) {
    this.power = power;
    this.random = random;
  }

  /** The power is back. */
  void restart() {
    Map<String, Folder> survivors = new TreeMap<>();
    for (Map<String, Folder> side : random.nextBoolean() ? List.of(folders, durable) : List.of(durable, folders)) {
      side.forEach((name, folder) -> {
        boolean certain = folders.get(name) == folder && durable.get(name) == folder;
        boolean taken = survivors.containsKey(name) || survivors.containsValue(folder);
        if (!taken && (certain || random.nextBoolean())) survivors.put(name, folder);
      });
    }
    durable.forEach((name, folder) -> {
      if (folders.containsValue(folder) && !survivors.containsValue(folder)) survivors.putIfAbsent(name, folder);
    });
    survivors.values().forEach(Folder::restart);
    folders = survivors;
    durable = new TreeMap<>(survivors);
  }

  /** For looking and for damage. */
  Folder folder(String name) { return folders.get(name); }

  List<String> names() { return List.copyOf(folders.keySet()); }

  @Override
  public List<String> list() {
    power.step();
    return names();
  }

  @Override
  public SnapshotFolder create(String name) throws IOException {
    power.step();
    if (folders.containsKey(name)) throw new FileAlreadyExistsException(name);
    folders.put(name, new Folder());
    return folders.get(name);
  }

  @Override
  public SnapshotFolder open(String name) throws IOException {
    power.step();
    if (!folders.containsKey(name)) throw new FileNotFoundException(name);
    return folders.get(name);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    power.step();
    if (folders.containsKey(to)) throw new FileAlreadyExistsException(to);
    folders.put(to, folders.remove(from));
  }

  @Override
  public void delete(String name) {
    power.step();
    Folder folder = folders.get(name);
    while (!folder.files.isEmpty()) {
      power.step();
      folder.files.remove(folder.files.keySet().iterator().next());
    }
    power.step();
    folders.remove(name);
  }

  @Override
  public void sync() {
    power.step();
    durable = new TreeMap<>(folders);
  }

  @Override
  public long freeBytes() { return freeBytes; }

  final class Folder implements SnapshotFolder {
    final Map<String, Bits> files = new TreeMap<>();
    private Map<String, Bits> durableFiles = new TreeMap<>();

    @Override
    public Path path(String name) { throw new UnsupportedOperationException(); }

    @Override
    public SnapshotFile create(String name) throws IOException {
      power.step();
      if (files.containsKey(name)) throw new FileAlreadyExistsException(name);
      files.put(name, new Bits());
      return files.get(name);
    }

    @Override
    public SnapshotFile open(String name) throws IOException {
      power.step();
      if (!files.containsKey(name)) throw new FileNotFoundException(name);
      return files.get(name);
    }

    @Override
    public void sync() {
      power.step();
      durableFiles = new TreeMap<>(files);
    }

    private void restart() {
      files.entrySet().removeIf(file -> durableFiles.get(file.getKey()) != file.getValue() && random.nextBoolean());
      files.values().forEach(Bits::restart);
      durableFiles = new TreeMap<>(files);
    }
  }

  final class Bits implements SnapshotFile {
    byte[] bytes = new byte[0];
    private int synced;

    @Override
    public long length() { return bytes.length; }

    @Override
    public void write(ByteBuffer source, long position) {
      power.step();
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length, (int) position + source.remaining()));
      source.get(bytes, (int) position, source.remaining());
    }

    @Override
    public void read(ByteBuffer target, long position) throws IOException {
      power.step();
      if (position + target.remaining() > bytes.length) throw new IOException("read behind the end");
      target.put(bytes, (int) position, target.remaining());
    }

    @Override
    public void sync() {
      power.step();
      synced = bytes.length;
    }

    @Override
    public void close() {}

    private void restart() {
      bytes = Arrays.copyOf(bytes, random.nextInt(synced, bytes.length + 1));
      if (bytes.length > synced && random.nextBoolean()) bytes[random.nextInt(synced, bytes.length)] ^= 0x20;
      synced = bytes.length;
    }
  }
}
