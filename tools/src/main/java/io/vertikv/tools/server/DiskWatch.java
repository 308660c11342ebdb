package io.vertikv.tools.server;

import io.vertikv.resp.session.DiskRoom;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether the disk has room for more data. There are two signs that it has not: the log could not set its next segment
 * aside, which is known at once, and the free space as of the last look is below the limit. Both leave room in which deletes,
 * the log and the engine can go on.
 */
final class DiskWatch implements DiskRoom {
  private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
  /** Being at the limit, the disk is not to be called full and not full in turns. */
  private static final int HYSTERESIS_PART = 8;

  private final long freeBytesMin;
  private final BooleanSupplier logSpaceLow;
  private volatile String tooLittleFree;
  private boolean told;

  DiskWatch(long freeBytesMin, BooleanSupplier logSpaceLow) {
    this.freeBytesMin = freeBytesMin;
    this.logSpaceLow = logSpaceLow;
  }

  @Override
  public String lacking() {
    if (logSpaceLow.getAsBoolean()) return "There is no room for the next segment of the log.";
    return tooLittleFree;
  }

  /** About once a second, by one thread at a time. */
  void seen(long freeBytes) {
    long needed = tooLittleFree == null ? freeBytesMin : freeBytesMin + freeBytesMin / HYSTERESIS_PART;
    tooLittleFree = freeBytes >= needed
        ? null
        : (freeBytes >> 20) + " MiB are free, less than disk.free-min, which is " + (freeBytesMin >> 20) + " MiB.";
    String lacking = lacking();
    if (lacking != null && !told) LOG.error("commands that may add data are refused: {}", lacking);
    if (lacking == null && told) LOG.warn("there is room on the disk again: all commands are taken");
    told = lacking != null;
  }
}
