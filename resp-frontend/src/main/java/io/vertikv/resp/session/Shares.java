package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.command.KeyspaceCommands;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.KeyScan;
import io.vertikv.resp.type.RedisKeys;
import io.vertikv.store.bytes.KeyRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What becomes of the regions' shares of one command on the whole key space. */
abstract class Shares {
  private static final Set<String> SERVED = Set.of("dbsize", "flushall", "flushdb", "keys", "randomkey", "scan");
  /** Before all keys that anybody stores. */
  private static final byte[] LEAST = {0};
  private static final long REPLY_BYTES_MAX = 64L << 20;

  /** The reply, or where to go on; with which arguments, null: those of the command. */
  record Next(Reply reply, byte[] from, Args args) {
    static Next end(Reply reply) { return new Next(reply, null, null); }

    static Next from(byte[] key) { return new Next(null, key, null); }
  }

  static boolean serves(Route route) { return SERVED.contains(route.name); }

  /** @param db the stored one */
  static Shares of(Route route, Args args, int db, Regions regions) {
    return switch (route.name) {
      case "dbsize" -> new Sum();
      case "flushall", "flushdb" -> new All();
      case "keys" -> new Names(RedisKeys.database(db));
      case "randomkey" -> new Some(RedisKeys.database(db), regions);
      case "scan" -> new Page(args, db);
      default -> throw new IllegalArgumentException(route.name + " is not done by regions on their own");
    };
  }

  /** A key of the first region to ask. */
  abstract byte[] first();

  /** @param end of the region that it comes from; empty: nothing is behind it */
  abstract Next take(Reply share, byte[] end);

  /** Regions count what they have written, and a part that splits off begins at zero: only the sum means something. */
  private static final class Sum extends Shares {
    private long sum;

    @Override
    byte[] first() { return LEAST; }

    @Override
    Next take(Reply share, byte[] end) {
      sum += ((Reply.Int) share).value();
      return end.length == 0 ? Next.end(Reply.integer(Math.max(0, sum))) : Next.from(end);
    }
  }

  private static final class All extends Shares {
    @Override
    byte[] first() { return LEAST; }

    @Override
    Next take(Reply share, byte[] end) { return end.length == 0 ? Next.end(share) : Next.from(end); }
  }

  private static final class Names extends Shares {
    private final KeyRange database;
    private final List<Reply> names = new ArrayList<>();
    private long bytes;

    Names(KeyRange database) { this.database = database; }

    @Override
    byte[] first() { return database.start(); }

    @Override
    Next take(Reply share, byte[] end) {
      for (Reply name : ((Reply.Array) share).items()) {
        names.add(name);
        bytes += ((Reply.Bulk) name).length();
      }
      if (bytes > REPLY_BYTES_MAX)
        return Next.end(Reply.error("ERR the names would fill more than " + REPLY_BYTES_MAX + " bytes, use SCAN"));
      return KeyspaceWalk.reaches(end, database.end()) ? Next.end(Reply.array(names)) : Next.from(end);
    }
  }

  /** The first region that has a living key names one; which region is asked first is drawn. */
  private static final class Some extends Shares {
    private final KeyRange database;
    private final byte[] first;
    private boolean wrapped;

    Some(KeyRange database, Regions regions) {
      this.database = database;
      this.first = regions.startOfAny(database);
    }

    @Override
    byte[] first() { return first; }

    @Override
    Next take(Reply share, byte[] end) {
      if (!(share instanceof Reply.Nil)) return Next.end(share);
      if (wrapped && KeyspaceWalk.reaches(end, first)) return Next.end(share);
      if (!KeyspaceWalk.reaches(end, database.end())) return Next.from(end);
      if (wrapped || Arrays.equals(first, database.start())) return Next.end(share);
      wrapped = true;
      return Next.from(database.start());
    }
  }

  /**
   * A page ends where its region does. The cursor for the next one is the place of the region's end; where the region ends
   * within a place, whose cursor would lead back to it, the next region finishes that place first.
   */
  private static final class Page extends Shares {
    private final Args args;
    private final KeyRange database;
    private final byte[] first;
    private final boolean beyond;
    private final List<Reply> shown = new ArrayList<>();

    Page(Args args, int db) {
      this.args = args;
      this.database = RedisKeys.database(db);
      long cursor = KeyspaceCommands.cursor(args);
      this.beyond = !KeyScan.isPlace(cursor);
      this.first = beyond || cursor == 0 ? database.start() : KeyScan.startOf(db, cursor);
    }

    @Override
    byte[] first() { return first; }

    @Override
    Next take(Reply share, byte[] end) {
      List<Reply> page = ((Reply.Array) share).items();
      shown.addAll(((Reply.Array) page.getLast()).items());
      Reply.Bulk cursor = (Reply.Bulk) page.getFirst();
      boolean regionEnded = cursor.length() == 1 && cursor.array()[cursor.offset()] == '0';
      if (!regionEnded || beyond || KeyspaceWalk.reaches(end, database.end())) return page(cursor);
      String place = Long.toUnsignedString(KeyScan.placeOf(end));
      boolean leadsOn = KeyScan.beginsPlace(end) && KeyScan.placeOf(end) > 0;
      return leadsOn ? page(Reply.bulk(place)) : new Next(null, end, onlyNext(place));
    }

    private Next page(Reply cursor) { return Next.end(Reply.array(cursor, Reply.array(shown))); }

    private Args onlyNext(String cursor) {
      byte[][] all = new byte[args.count() + 2][];
      for (int i = 0; i < args.count(); i++) all[i] = args.bytes(i);
      all[1] = cursor.getBytes(StandardCharsets.US_ASCII);
      all[args.count()] = "COUNT".getBytes(StandardCharsets.US_ASCII);
      all[args.count() + 1] = new byte[]{'1'};
      return Args.of(args.db(), all);
    }
  }
}
