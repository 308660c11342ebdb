package io.vertikv.store.engine;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A folder that an engine exports tables to and ingests them from. An engine in native code wants paths; the one in the
 * heap hands bytes over, so that a simulated disk can hold them.
 */
public interface TableFolder {
  /** Where this file is or will be on the disk; unsupported where there is none. */
  Path path(String name);

  /** Makes the file anew with these bytes. */
  void write(String name, byte[] bytes) throws IOException;

  /** All bytes of the file. */
  byte[] read(String name) throws IOException;
}
