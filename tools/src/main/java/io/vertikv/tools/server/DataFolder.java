package io.vertikv.tools.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The data folder, held by this process alone. LOCK is locked by the operating system for as long as the process lives
 * (a crash cannot leave it locked) and names the holder; VERSION says which format the folder has, so that a program
 * never touches data that it does not understand.
 */
public final class DataFolder implements AutoCloseable {
  /** Counts up with every change of format that an older program cannot read. */
  static final int FORMAT = 1;

  private static final String LOCK = "LOCK";
  static final String VERSION = "VERSION";
  private static final String VERSION_DRAFT = "VERSION.new";
  private static final String HEADER = "vertikv data ";
  /** What may lie in a folder that is about to become ours; lost+found is in the root of a fresh disk. */
  private static final Set<String> HARMLESS = Set.of(LOCK, VERSION_DRAFT, "lost+found");

  private final Path path;
  private final FileChannel lockFile;

  private DataFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /** Makes the folder when it is not there, and takes it. */
  public static DataFolder open(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
      return lock(path);
    } catch (IOException failed) {
      throw new StartRefused("the data folder " + path + " cannot be used: " + failed, failed);
    }
  }

  public Path path() { return path; }

  @Override
  public void close() throws IOException { lockFile.close(); }

  private static DataFolder lock(Path path) throws IOException {
    FileChannel lockFile = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ,
        StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      if (!tryLock(lockFile))
        throw new StartRefused("the data folder " + path + " is in use by process " + holder(lockFile)
            + ": stop that one, or choose another folder with --data");
      writeHolder(lockFile);
      checkVersion(path);
      taken = true;
      return new DataFolder(path, lockFile);
    } finally {
      if (!taken) lockFile.close();
    }
  }

  private static boolean tryLock(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  private static String holder(FileChannel file) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(32);
    file.read(text, 0);
    return StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
  }

  private static void writeHolder(FileChannel file) throws IOException {
    file.truncate(0);
    file.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
  }

  private static void checkVersion(Path path) throws IOException {
    Path version = path.resolve(VERSION);
    if (!Files.exists(version)) {
      refuseForeign(path);
      writeVersion(path);
      return;
    }
    String text = Files.readString(version, StandardCharsets.US_ASCII).strip();
    if (!text.matches(HEADER + "[0-9]{1,9}"))
      throw new StartRefused(
          "the data folder " + path + " has a VERSION file that VertiKV did not write: \"" + text + "\"");
    int format = Integer.parseInt(text.substring(HEADER.length()));
    if (format != FORMAT)
      throw new StartRefused(
          "the data folder " + path + " has format " + format + ", this program reads format " + FORMAT
              + ": use the version that wrote it");
  }

  /** A slip in --data must not scatter database files over somebody's home folder. */
  private static void refuseForeign(Path path) throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      List<String> foreign = entries.map(entry -> entry.getFileName().toString())
          .filter(name -> !HARMLESS.contains(name)).sorted()
          .limit(3).toList();
      if (!foreign.isEmpty())
        throw new StartRefused("the folder " + path + " is not a VertiKV data folder and not empty (it has "
            + String.join(", ", foreign) + "): choose another with --data");
    }
  }

  /** Written aside, synced and renamed, so that a crash leaves all of it or nothing. */
  private static void writeVersion(Path path) throws IOException {
    Path draft = path.resolve(VERSION_DRAFT);
    try (FileChannel file = FileChannel.open(draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING)) {
      file.write(ByteBuffer.wrap((HEADER + FORMAT + "\n").getBytes(StandardCharsets.US_ASCII)));
      file.force(true);
    }
    Files.move(draft, path.resolve(VERSION), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
