package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.session.Block.Queued;
import io.vertikv.resp.type.Key;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.bytes.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a front end asks of the leader on another node. Databases are the numbers that clients say: what is stored behind them
 * is known where the operation runs.
 *
 * <pre>
 * version u8 = 1 | kind u8 | body
 * kind: 1 command   command
 *       2 block     count varint | watched*  |  count varint | command*
 *       3 watch     count varint | key*
 *       4 share     from sized | command
 * command: db varint | count varint | argument sized*
 * watched: key | stored db varint | commit_ts u64 | flags u8: 1 existed, 2 had expired
 * key:     db varint | name sized
 * </pre>
 */
final class OperationCodec {
  static final int COMMAND = 1;
  static final int BLOCK = 2;
  static final int WATCH = 3;
  static final int SHARE = 4;

  private static final int VERSION = 1;
  private static final int EXISTED = 1;
  private static final int EXPIRED = 2;

  private OperationCodec() {}

  static ByteWriter begin(int kind, ByteWriter out) { return out.u8(VERSION).u8(kind); }

  /** The kind. */
  static int begin(ByteReader in) {
    version(in);
    return in.u8();
  }

  /** What the run came to, as its bytes. */
  static byte[] outcome(Consumer<ByteWriter> writeOutcome) {
    ByteWriter out = new ByteWriter().u8(VERSION);
    writeOutcome.accept(out);
    return out.toByteArray();
  }

  /** Outcomes have the same version, since both belong to one operation. */
  static ByteReader outcome(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    version(in);
    return in;
  }

  private static void version(ByteReader in) {
    int version = in.u8();
    if (version != VERSION) throw new MalformedBytes("an operation of version " + version + ", not " + VERSION);
  }

  /** @param args not bound to what is stored */
  static void write(Args args, ByteWriter out) {
    out.varint(args.db()).varint(args.count());
    for (int i = 0; i < args.count(); i++) {
      out.varint(args.length(i)).raw(args.buffer(), args.offset(i), args.length(i));
    }
  }

  /** The command with its route. Its arguments are not copied. */
  static Queued command(ByteReader in, Routes routes) {
    int db = number(in);
    int count = count(in);
    if (count == 0) throw new MalformedBytes("a command without a name");
    int[] bounds = new int[2 * count];
    Span span = new Span();
    for (int i = 0; i < count; i++) {
      in.sized(span);
      bounds[2 * i] = span.at();
      bounds[2 * i + 1] = span.at() + span.length();
    }
    Args args = new Args(span.bytes(), bounds, count, db);
    return new Queued(route(args, routes), args);
  }

  private static Route route(Args args, Routes routes) {
    Route route = routes.find(args);
    if (route != null && !route.subcommands.isEmpty() && args.count() > 1) route = route.subcommand(args);
    if (route == null || route.handler == null || !route.command.accepts(args.count())) {
      throw new MalformedBytes("not a command on data: " + Refusal.shown(args, 0, 64));
    }
    return route;
  }

  static void write(Watched watched, ByteWriter out) {
    write(watched.named(), out);
    int flags = (watched.existed() ? EXISTED : 0) | (watched.expired() ? EXPIRED : 0);
    out.varint(watched.stored()).u64(watched.version().commitTs()).u8(flags);
  }

  static Watched watched(ByteReader in) {
    Key named = key(in);
    int stored = number(in);
    long commitTs = in.u64();
    int flags = in.u8();
    return new Watched(named, stored, () -> commitTs, (flags & EXISTED) != 0, (flags & EXPIRED) != 0);
  }

  static void write(Key named, ByteWriter out) { out.varint(named.db()).sized(named.name()); }

  static Key key(ByteReader in) { return new Key(number(in), in.sized()); }

  /** Each element takes a byte at least, so a count that lies is found before there is memory for it. */
  static <T> List<T> all(ByteReader in, Function<ByteReader, T> each) {
    int count = count(in);
    List<T> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) all.add(each.apply(in));
    return all;
  }

  private static int count(ByteReader in) {
    long count = in.varint();
    if (count < 0 || count > in.remaining()) {
      throw new MalformedBytes(count + " elements in " + in.remaining() + " bytes");
    }
    return (int) count;
  }

  /** Of a database. */
  private static int number(ByteReader in) {
    long number = in.varint();
    if (number < 0 || number > Integer.MAX_VALUE) throw new MalformedBytes("no database: " + number);
    return (int) number;
  }
}
