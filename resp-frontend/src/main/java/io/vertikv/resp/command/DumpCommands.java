package io.vertikv.resp.command;

import static io.vertikv.resp.command.Command.Group.GENERIC;

import io.vertikv.resp.rdb.BadPayload;
import io.vertikv.resp.rdb.RdbPayload;
import io.vertikv.resp.rdb.RdbValue;
import io.vertikv.resp.rdb.RdbValue.Scored;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.Key;
import io.vertikv.resp.type.KeyEntry;
import io.vertikv.resp.type.RedisHash;
import io.vertikv.resp.type.RedisList;
import io.vertikv.resp.type.RedisSet;
import io.vertikv.resp.type.RedisString;
import io.vertikv.resp.type.RedisZset;
import io.vertikv.resp.type.ScoredMember;
import io.vertikv.resp.type.Slice;
import io.vertikv.resp.type.ValueType;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** DUMP and RESTORE: values on their way from and to a real Redis. */
public final class DumpCommands {
  private static final CommandError BUSY_KEY = new CommandError("BUSYKEY Target key name already exists.");
  private static final CommandError BAD_TTL = new CommandError("ERR Invalid TTL value, must be >= 0");
  private static final CommandError BAD_IDLE_TIME = new CommandError("ERR Invalid IDLETIME value, must be >= 0");
  private static final CommandError BAD_FREQUENCY = new CommandError(
      "ERR Invalid FREQ value, must be >= 0 and <= 255");
  private static final CommandError BAD_FRAME = new CommandError("ERR DUMP payload version or checksum are wrong");
  private static final CommandError BAD_FORMAT = new CommandError("ERR Bad data format");
  private static final CommandError TOO_LARGE = new CommandError(
      "ERR the value is larger than " + RedisString.WHOLE_BYTES_MAX + " bytes and cannot be moved by one command");
  private static final int FREQUENCY_MAX = 255;

  public static final List<Command> TABLE = List.of(
      Command.read("DUMP", 2, Keys.at(1), DumpCommands::dump).syntax("key")
          .doc(GENERIC, "2.6.0", "O(N) with N elements", "Returns a value in the format of Redis' RDB files."),
      Command.write("RESTORE", -4, Keys.at(1), DumpCommands::restore)
          .syntax("key ttl serialized-value [REPLACE] [ABSTTL] [IDLETIME seconds] [FREQ frequency]").denyOom()
          .doc(GENERIC, "2.6.0", "O(N) with N elements", "Makes a key of what DUMP returned, here or at a Redis."));

  private DumpCommands() {}

  private static Reply dump(Tx tx, Args args) {
    KeyEntry entry = KeyEntry.of(tx, args.key(1));
    if (!entry.exists()) return Reply.NIL;
    return Reply.bulk(RdbPayload.encode(read(tx, entry.key(), entry.header().type())));
  }

  /** Elements as they are read, as long as they fit into one reply. */
  private static final class Collected {
    final List<byte[]> elements = new ArrayList<>();
    private long bytes;

    void add(byte[] array, int offset, int length) {
      bytes += length;
      if (bytes > RedisString.WHOLE_BYTES_MAX) throw TOO_LARGE;
      elements.add(Arrays.copyOfRange(array, offset, offset + length));
    }

    void add(Slice slice) { add(slice.array(), slice.offset(), slice.length()); }
  }

  private static RdbValue read(Tx tx, Key key, ValueType type) {
    Collected found = new Collected();
    return switch (type) {
      case STRING -> new RdbValue.Text(RedisString.of(tx, key).whole().toByteArray());
      case LIST -> {
        RedisList list = RedisList.of(tx, key);
        list.range(0, list.size() - 1, found::add);
        yield new RdbValue.ListOf(found.elements);
      }
      case SET -> {
        RedisSet.of(tx, key).each((name, value) -> found.add(name));
        yield new RdbValue.SetOf(found.elements);
      }
      case HASH -> {
        RedisHash.of(tx, key).each((name, value) -> {
          found.add(name);
          found.add(value);
        });
        yield new RdbValue.Hash(found.elements);
      }
      case ZSET -> sortedSet(tx, key, found);
      case STREAM -> throw new IllegalStateException("a stream has no commands yet");
    };
  }

  private static RdbValue sortedSet(Tx tx, Key key, Collected found) {
    List<Scored> members = new ArrayList<>();
    RedisZset.of(tx, key).each((member, score) -> {
      found.add(member);
      members.add(new Scored(found.elements.getLast(), score));
    });
    return new RdbValue.SortedSet(members);
  }

  private record Options(boolean replace, boolean absolute) {
    static Options of(Args args) {
      boolean replace = false;
      boolean absolute = false;
      boolean idle = false;
      boolean frequency = false;
      for (int i = 4; i < args.count(); i++) {
        boolean more = i + 1 < args.count();
        if (args.is(i, "REPLACE")) {
          replace = true;
        } else if (args.is(i, "ABSTTL")) {
          absolute = true;
        } else if (args.is(i, "IDLETIME") && more && !frequency) {
          if (args.integer(++i) < 0) throw BAD_IDLE_TIME;
          idle = true;
        } else if (args.is(i, "FREQ") && more && !idle) {
          long value = args.integer(++i);
          if (value < 0 || value > FREQUENCY_MAX) throw BAD_FREQUENCY;
          frequency = true;
        } else {
          throw CommandError.SYNTAX;
        }
      }
      return new Options(replace, absolute);
    }
  }

  /** IDLETIME and FREQ are checked and dropped: neither is kept here. */
  private static Reply restore(Tx tx, Args args) {
    Options options = Options.of(args);
    KeyEntry entry = KeyEntry.of(tx, args.key(1));
    if (entry.exists() && !options.replace()) throw BUSY_KEY;
    long ttl = args.integer(2);
    if (ttl < 0) throw BAD_TTL;
    RdbValue value = decoded(args.bytes(3));
    long expireAtMillis = ttl == 0 || options.absolute() ? ttl : ttl + tx.nowMillis();
    if (expireAtMillis < 0) throw BAD_TTL;
    entry.remove();
    if (expireAtMillis != 0 && expireAtMillis <= tx.nowMillis()) return Reply.OK;
    write(tx, entry.key(), value);
    if (expireAtMillis != 0) {
      KeyEntry restored = KeyEntry.of(tx, entry.key());
      restored.write(restored.header().expiringAt(expireAtMillis));
    }
    return Reply.OK;
  }

  private static RdbValue decoded(byte[] payload) {
    try {
      return RdbPayload.decode(payload, RedisString.WHOLE_BYTES_MAX);
    } catch (BadPayload bad) {
      throw switch (bad.kind()) {
        case FRAME -> BAD_FRAME;
        case CONTENT -> BAD_FORMAT;
        case UNSUPPORTED -> new CommandError("ERR RESTORE of " + bad.getMessage() + " is not supported");
        case TOO_LARGE -> TOO_LARGE;
      };
    }
  }

  private static void write(Tx tx, Key key, RdbValue value) {
    switch (value) {
      case RdbValue.Text(byte[] bytes) -> RedisString.of(tx, key).set(bytes, 0);
      case RdbValue.ListOf(List<byte[]> elements) -> RedisList.replace(tx, key, elements.toArray(byte[][]::new));
      case RdbValue.SetOf(List<byte[]> members) ->
        RedisSet.replace(tx, key, members.stream().map(Slice::of).toList());
      case RdbValue.SortedSet(List<Scored> members) -> RedisZset.replace(tx, key,
          members.stream().map(m -> new ScoredMember(Slice.of(m.member()), m.score())).toList());
      case RdbValue.Hash(List<byte[]> flat) -> {
        RedisHash hash = RedisHash.of(tx, key);
        hash.expect(flat.size() / 2);
        for (int i = 0; i < flat.size(); i += 2) hash.put(flat.get(i), flat.get(i + 1));
        hash.save();
      }
    }
  }
}
