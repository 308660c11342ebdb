package io.vertikv.tools.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws what one connection writes in one round. */
final class Load {
  private static final int EFFECTS_MAX = 4;
  private static final int SHARED_KEYS = 3;
  private static final int PADDING_MAX = 300;
  private static final int LARGE_PADDING_MAX = 60_000;
  private static final Kind[] COLLECTIONS = {Kind.APPEND, Kind.LIST, Kind.HASH, Kind.SET, Kind.ZSET};

  private final RandomGenerator random;
  private final int round;
  private final int connection;
  private final List<String> deletable = new ArrayList<>();
  private int writes;

  Load(RandomGenerator random, int round, int connection) {
    this.random = random;
    this.round = round;
    this.connection = connection;
  }

  Write next() {
    writes++;
    if (random.nextInt(4) > 0) return new Write(List.of(effect(0)), false);
    List<Effect> effects = new ArrayList<>();
    effects.add(addition(0));
    int count = 2 + random.nextInt(EFFECTS_MAX - 1);
    for (int i = 1; i < count; i++) effects.add(effect(i));
    return new Write(List.copyOf(effects), true);
  }

  /** What it has set may be deleted from now on. */
  void acknowledged(Write write) {
    for (Effect.Add added : write.additions()) if (added.kind() == Kind.VALUE) deletable.add(added.key());
  }

  private Effect effect(int position) {
    int draw = random.nextInt(12);
    if (draw == 0) return new Effect.Increment(Kind.COUNTER.key(random.nextInt(SHARED_KEYS)));
    if (draw == 1) return new Effect.Overwrite(Kind.REGISTER.key(connection), element(position));
    if (draw == 2 && !deletable.isEmpty())
      return new Effect.Delete(deletable.remove(random.nextInt(deletable.size())));
    return addition(position);
  }

  private Effect.Add addition(int position) {
    if (random.nextInt(3) == 0) {
      String element = element(position);
      return new Effect.Add(Kind.VALUE, Kind.VALUE.key(element), element + "." + padding());
    }
    Kind kind = COLLECTIONS[random.nextInt(COLLECTIONS.length)];
    String key = random.nextBoolean()
        ? kind.key(round, "shared", random.nextInt(SHARED_KEYS))
        : kind.key(round, "own", connection);
    return new Effect.Add(kind, key, element(position));
  }

  private String element(int position) { return round + "." + connection + "." + writes + "." + position; }

  private String padding() {
    int draw = random.nextInt(100);
    int length = draw == 0 ? random.nextInt(LARGE_PADDING_MAX) : draw < 20 ? random.nextInt(PADDING_MAX) : 0;
    return "x".repeat(length);
  }
}
