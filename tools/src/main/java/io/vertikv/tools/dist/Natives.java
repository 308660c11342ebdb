package io.vertikv.tools.dist;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Native libraries, taken out of their jars once. Otherwise every start would unpack 17 MB of RocksDB into the
 * temporary folder; and its jar carries fifteen platforms, 240 MB, of which one is used.
 */
final class Natives {
  private static final Map<String, String> ROCKSDB = Map.of("x86_64", "librocksdbjni-linux64.so", "aarch64",
      "librocksdbjni-linux-aarch64.so");
  private static final String NETTY = "META-INF/native/libnetty_transport_native_epoll_%s.so";

  private Natives() {}

  /** Copies a jar into lib, with the natives for this machine in lib/native. */
  static void copy(Path jar, Path lib) throws IOException {
    String name = jar.getFileName().toString();
    Path copy = lib.resolve(name);
    Path folder = lib.resolve("native");
    String rocksdb = ROCKSDB.get(Platform.architecture());
    if (Platform.linuxWithGlibc() && name.startsWith("rocksdbjni-") && rocksdb != null && extract(jar, rocksdb, folder))
      withoutNatives(jar, copy);
    else
      Files.copy(jar, copy, StandardCopyOption.COPY_ATTRIBUTES);
    if (Platform.linuxWithGlibc() && name.startsWith("netty-transport-native-epoll-"))
      extract(jar, NETTY.formatted(Platform.architecture().replace("aarch64", "aarch_64")), folder);
  }

  private static boolean extract(Path jar, String entryName, Path folder) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry entry = zip.getEntry(entryName);
      if (entry == null) return false;
      Files.createDirectories(folder);
      try (InputStream content = zip.getInputStream(entry)) {
        Files.copy(content, folder.resolve(Path.of(entryName).getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
      return true;
    }
  }

  private static void withoutNatives(Path jar, Path copy) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile());
        OutputStream file = Files.newOutputStream(copy);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements();) {
        ZipEntry entry = entries.nextElement();
        if (entry.getName().matches("lib[^/]*\\.(so|jnilib|dll)|[^/]*\\.dll")) continue;
        ZipEntry same = new ZipEntry(entry.getName());
        same.setTime(entry.getTime());
        out.putNextEntry(same);
        try (InputStream content = zip.getInputStream(entry)) {
          content.transferTo(out);
        }
        out.closeEntry();
      }
    }
  }
}
