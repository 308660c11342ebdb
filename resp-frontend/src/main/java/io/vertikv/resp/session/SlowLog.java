package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The commands that took longest lately, newest first; a bounded ring, written and read on any loop. */
public final class SlowLog {
  private static final int ENTRIES = 128;
  private static final int ARGUMENTS_MAX = 32;
  private static final int ARGUMENT_BYTES_MAX = 128;

  /** As SLOWLOG GET shows it; long arguments are cut, as in Redis. */
  public record Entry(long id, long unixSeconds, long micros, List<byte[]> arguments, String peer, String client) {}

  private final ConcurrentLinkedDeque<Entry> entries = new ConcurrentLinkedDeque<>();
  private final AtomicLong nextId = new AtomicLong();
  private volatile int entriesMax = ENTRIES;

  void add(Session session, Args args, long micros) {
    if (entriesMax == 0) return;
    entries.addFirst(new Entry(nextId.getAndIncrement(), session.loop().wallMillis() / 1000, micros, shown(args),
        session.peerAddress(), session.name()));
    trim();
  }

  /** Newest first. */
  public Stream<Entry> newest() { return entries.stream(); }

  public int size() { return entries.size(); }

  public void clear() { entries.clear(); }

  public int entriesMax() { return entriesMax; }

  public void keep(int entriesMax) {
    if (entriesMax < 0) throw new IllegalArgumentException("entriesMax is " + entriesMax + ", less than 0");
    this.entriesMax = entriesMax;
    trim();
  }

  private void trim() {
    while (entries.size() > entriesMax) entries.pollLast();
  }

  private static List<byte[]> shown(Args args) {
    List<byte[]> shown = new ArrayList<>();
    int kept = args.count() > ARGUMENTS_MAX ? ARGUMENTS_MAX - 1 : args.count();
    for (int i = 0; i < kept; i++) shown.add(shown(args, i));
    if (kept < args.count()) shown.add(text("... (" + (args.count() - kept) + " more arguments)"));
    return shown;
  }

  private static byte[] shown(Args args, int i) {
    int length = args.length(i);
    if (length <= ARGUMENT_BYTES_MAX) return args.bytes(i);
    byte[] note = text("... (" + (length - ARGUMENT_BYTES_MAX) + " more bytes)");
    byte[] shown = new byte[ARGUMENT_BYTES_MAX + note.length];
    System.arraycopy(args.buffer(), args.offset(i), shown, 0, ARGUMENT_BYTES_MAX);
    System.arraycopy(note, 0, shown, ARGUMENT_BYTES_MAX, note.length);
    return shown;
  }

  private static byte[] text(String text) { return text.getBytes(StandardCharsets.US_ASCII); }
}
