package io.vertikv.resp.type;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.OrderedBytes;
import java.util.Arrays;

/**
 * Every key that Redis data uses. All keys of one Redis key share a prefix, so they lie together:
 *
 * <pre>
 * d | db u16 | slot u16 | position u32 | esc(key) | 00                                         header
 * d | db u16 | slot u16 | position u32 | esc(key) | 01 | generation u64 | position u32 | sub   hash field, set or zset member
 * d | db u16 | slot u16 | position u32 | esc(key) | 01 | generation u64 | index u64            list block, string segment
 * d | db u16 | slot u16 | position u32 | esc(key) | 02 | generation u64 | place               zset score block
 * d | db u16 | slot u16 | position u32 | esc(key) | 03 | generation u64 | level u8 | part u8 | place  zset rank node
 * d | db u16 | slot u16 | position u32 | esc(key) | 04 | generation u64                        garbage task: only reminded of
 * m | name                                                                                     the keyspace's own records
 * </pre>
 *
 * A place is where a member of a sorted set lies in the order of scores, {@code ord(score) | member}, or where a part of that
 * order begins: the beginning of such a string.
 *
 * <p>The positions are hashes ({@link KeyHash#position}): keys of a slot and elements of a collection lie in hash order. So a
 * SCAN cursor is a number that stays valid for ever, and a random element is one seek away. Redis promises no order that
 * this could break.
 */
public final class RedisKeys {
  private static final byte DATA = 'd';
  private static final byte META = 'm';
  static final byte HEADER = 0;
  private static final byte ELEMENT = 1;
  private static final byte SCORES = 2;
  private static final byte RANKS = 3;
  private static final byte GARBAGE = 4;
  /** Tag, db, slot, position. */
  private static final int FIXED = 1 + 2 + 2 + 4;
  /** So many bytes of a key say its place in its database. */
  static final int PLACE_BYTES = FIXED;
  private static final byte[] FIRST = {DATA};
  private static final byte[] LAST = {DATA, -1, -1, -1, -1, -1, -1, -1, -1};
  private static final int POSITION_AT = 5;
  private static final int GENERATION = 8;

  private RedisKeys() {}

  public static byte[] header(int db, byte[] key) {
    byte[] bytes = prefixed(db, key, 1);
    bytes[bytes.length - 1] = HEADER;
    return bytes;
  }

  /** An element of a hash, set or sorted set, at its hash position. */
  public static byte[] element(Key key, long generation, byte[] sub) {
    int prefix = key.header().length - 1;
    byte[] bytes = Arrays.copyOf(key.header(), prefix + 1 + GENERATION + 4 + sub.length);
    bytes[prefix] = ELEMENT;
    putLong(bytes, prefix + 1, generation);
    putInt(bytes, prefix + 9, KeyHash.position(sub, 0, sub.length));
    System.arraycopy(sub, 0, bytes, prefix + 13, sub.length);
    return bytes;
  }

  /** Where in an element's key the field or member begins; it goes to the end. */
  public static int subOffset(Key key) {
    return key.header().length - 1 + 13;
  }

  /** The field or member in an element's key. */
  public static byte[] subOf(Key key, byte[] element) {
    return Arrays.copyOfRange(element, key.header().length - 1 + 13, element.length);
  }

  /** Where the element lies, 0 to 2^32 - 1. */
  public static long positionOf(Key key, byte[] element) {
    return new ByteReader(element, key.header().length + 8, 4).u32() & 0xFFFF_FFFFL;
  }

  /** A part found by number: list block, string segment. Numbers are ordered as unsigned. */
  public static byte[] numbered(Key key, long generation, long number) {
    int prefix = key.header().length - 1;
    byte[] bytes = Arrays.copyOf(key.header(), prefix + 1 + GENERATION + 8);
    bytes[prefix] = ELEMENT;
    putLong(bytes, prefix + 1, generation);
    putLong(bytes, prefix + 9, number);
    return bytes;
  }

  public static long numberOf(Key key, byte[] numbered) {
    return new ByteReader(numbered, key.header().length + 8, 8).u64();
  }

  /** Where a member with a score lies. */
  static byte[] place(double score, byte[] member) {
    byte[] bytes = new byte[8 + member.length];
    putLong(bytes, 0, OrderedBytes.orderedDouble(score));
    System.arraycopy(member, 0, bytes, 8, member.length);
    return bytes;
  }

  /** The members by score from a place on, which is in the key. */
  static byte[] scoreBlock(Key key, long generation, byte[] lower) {
    int prefix = key.header().length - 1;
    byte[] bytes = Arrays.copyOf(key.header(), prefix + 1 + GENERATION + lower.length);
    bytes[prefix] = SCORES;
    putLong(bytes, prefix + 1, generation);
    System.arraycopy(lower, 0, bytes, prefix + 9, lower.length);
    return bytes;
  }

  /** One of the two records of a rank node: its bounds, part 0, or its counts, part 1. */
  static byte[] rankNode(Key key, long generation, int level, boolean counts, byte[] lower) {
    int prefix = key.header().length - 1;
    byte[] bytes = Arrays.copyOf(key.header(), prefix + 1 + GENERATION + 2 + lower.length);
    bytes[prefix] = RANKS;
    putLong(bytes, prefix + 1, generation);
    bytes[prefix + 9] = (byte) level;
    bytes[prefix + 10] = (byte) (counts ? 1 : 0);
    System.arraycopy(lower, 0, bytes, prefix + 11, lower.length);
    return bytes;
  }

  /** All rank nodes of one generation. */
  static KeyRange ranks(Key key, long generation) {
    return part(key, RANKS, generation);
  }

  /** All elements of one generation: {@code 01 | generation}. */
  public static KeyRange elements(Key key, long generation) {
    return part(key, ELEMENT, generation);
  }

  /** All score blocks of one generation. */
  public static KeyRange scores(Key key, long generation) {
    return part(key, SCORES, generation);
  }

  private static KeyRange part(Key key, byte tag, long generation) {
    int prefix = key.header().length - 1;
    byte[] bytes = Arrays.copyOf(key.header(), prefix + 1 + GENERATION);
    bytes[prefix] = tag;
    putLong(bytes, prefix + 1, generation);
    return KeyRange.prefix(bytes);
  }

  /** Elements at or after a hash position, to the generation's end. */
  public static KeyRange elementsFrom(Key key, long generation, long position) {
    KeyRange all = elements(key, generation);
    return new KeyRange(new ByteWriter().raw(all.start()).u32((int) position).toByteArray(), all.end());
  }

  /** Names the garbage of a generation; nothing is stored under it. */
  static byte[] garbage(Key key, long generation) {
    int prefix = key.header().length - 1;
    byte[] bytes = Arrays.copyOf(key.header(), prefix + 1 + GENERATION);
    bytes[prefix] = GARBAGE;
    putLong(bytes, prefix + 1, generation);
    return bytes;
  }

  static boolean isGarbage(byte[] bytes) {
    int prefix = bytes.length - 1 - GENERATION;
    return prefix > FIXED && bytes[prefix] == GARBAGE && OrderedBytes.endOf(bytes, FIXED) == prefix;
  }

  static long generationOf(byte[] garbage) { return new ByteReader(garbage, garbage.length - 8, 8).u64(); }

  /** The key that a header, an element or a garbage task belongs to. */
  public static Key keyOf(byte[] bytes) {
    return new Key(new ByteReader(bytes, 1, 2).u16(), OrderedBytes.unescape(bytes, FIXED));
  }

  /** True for headers, among the keys of {@link #database}. */
  public static boolean isHeader(byte[] bytes) {
    return bytes[bytes.length - 1] == HEADER && OrderedBytes.endOf(bytes, FIXED) == bytes.length - 1;
  }

  /** The least key behind all keys of this header's Redis key: where a walk over headers goes on. */
  public static byte[] after(byte[] header) {
    byte[] bytes = header.clone();
    bytes[bytes.length - 1] = (byte) 0xFF;
    return bytes;
  }

  /** The same for any key of {@link #database}. */
  public static byte[] behind(byte[] bytes) {
    byte[] behind = Arrays.copyOf(bytes, OrderedBytes.endOf(bytes, FIXED) + 1);
    behind[behind.length - 1] = (byte) 0xFF;
    return behind;
  }

  /** The same part of a value under another key and generation. */
  static byte[] moved(byte[] part, Key from, Key to, long generation) {
    int fromPrefix = from.header().length - 1;
    int prefix = to.header().length - 1;
    byte[] bytes = Arrays.copyOf(to.header(), prefix + part.length - fromPrefix);
    System.arraycopy(part, fromPrefix, bytes, prefix, part.length - fromPrefix);
    putLong(bytes, prefix + 1, generation);
    return bytes;
  }

  /** Everything of all databases. */
  public static KeyRange databases() { return KeyRange.prefix(new byte[]{DATA}); }

  /** Before all keys of all databases, and among them. */
  public static byte[] first() {
    return FIRST;
  }

  /** Behind all keys of all databases, and among them: there are not so many slots. */
  public static byte[] last() {
    return LAST;
  }

  /** Everything of one database. */
  public static KeyRange database(int db) {
    return KeyRange.prefix(new byte[]{DATA, (byte) (db >> 8), (byte) db});
  }

  /** Everything of one slot of a database. */
  public static KeyRange slot(int db, int slot) {
    return KeyRange.prefix(new byte[]{DATA, (byte) (db >> 8), (byte) db, (byte) (slot >> 8), (byte) slot});
  }

  /** A database from a slot and a position in it on, to the database's end. */
  public static KeyRange databaseFrom(int db, int slot, long position) {
    byte[] start = new byte[FIXED];
    start[0] = DATA;
    putShort(start, 1, db);
    putShort(start, 3, slot);
    putInt(start, POSITION_AT, (int) position);
    return new KeyRange(start, database(db).end());
  }

  public static int slotOf(byte[] bytes) { return new ByteReader(bytes, 3, 2).u16(); }

  /** Where the Redis key of this header lies in its slot, 0 to 2^32 - 1. */
  public static long positionOf(byte[] header) {
    return new ByteReader(header, POSITION_AT, 4).u32() & 0xFFFF_FFFFL;
  }

  /** A record of the keyspace itself, such as the database map that SWAPDB changes. */
  public static byte[] meta(String name) {
    return new ByteWriter().u8(META).raw(name.getBytes(java.nio.charset.StandardCharsets.US_ASCII)).toByteArray();
  }

  private static byte[] prefixed(int db, byte[] key, int more) {
    byte[] bytes = new byte[FIXED + OrderedBytes.escapedLength(key, 0, key.length) + more];
    bytes[0] = DATA;
    putShort(bytes, 1, db);
    putShort(bytes, 3, KeyHash.slot(key));
    putInt(bytes, POSITION_AT, KeyHash.position(key, 0, key.length));
    OrderedBytes.escape(key, 0, key.length, bytes, FIXED);
    return bytes;
  }

  private static void putShort(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }

  private static void putInt(byte[] bytes, int at, int value) {
    putShort(bytes, at, value >> 16);
    putShort(bytes, at + 2, value);
  }

  private static void putLong(byte[] bytes, int at, long value) {
    putInt(bytes, at, (int) (value >> 32));
    putInt(bytes, at + 4, (int) value);
  }
}
