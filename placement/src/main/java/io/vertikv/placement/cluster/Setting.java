package io.vertikv.placement.cluster;

import java.util.Locale;
import java.util.Optional;

/** Every number that can be changed while the cluster runs. The code is what is stored; it is never used again. */
public enum Setting {
  REPLICAS(1, 3, 1, 9, "voters of a region where no placement rule says otherwise"), //
  DISCONNECTED_AFTER_MILLIS(2, 20_000, 1_000, 3_600_000, "silence after which a store gets nothing new"), //
  DOWN_AFTER_MILLIS(3, 1_800_000, 2_000, 86_400_000, "silence after which a store's replicas are replaced"), //
  PREPARING_MILLIS_MAX(4, 1_800_000, 0, 86_400_000, "after this long a new store is serving, balanced or not"), //
  COLLECT_MILLIS_MAX(5, 300_000, 0, 3_600_000, "how long a new placement leader waits to hear of every region"), //
  REPLICA_OPERATORS_MAX(6, 256, 0, 100_000, "repairs under way"), //
  LEADER_OPERATORS_MAX(7, 64, 0, 100_000, "leader transfers for balance under way, and as many to empty stores"), //
  REGION_OPERATORS_MAX(8, 256, 0, 100_000, "moves for balance under way"), //
  HOT_OPERATORS_MAX(9, 16, 0, 100_000, "moves and transfers of hot regions under way"), //
  SPLIT_OPERATORS_MAX(10, 32, 0, 100_000, "splits under way"), //
  MERGE_OPERATORS_MAX(11, 8, 0, 100_000, "merges, and moves that prepare them, under way"), //
  STORE_ADDS_PER_MINUTE(12, 30, 0, 100_000, "new replicas that a store takes in a minute"), //
  STORE_REMOVES_PER_MINUTE(13, 30, 0, 100_000, "replicas that a store gives up in a minute, for balance"), //
  STORE_ADDING_MAX(14, 8, 1, 10_000, "new replicas on their way to one store"), //
  STORE_PENDING_PEERS_MAX(15, 64, 1, 100_000, "replicas of a store that lag, above which it gets no more"), //
  LEADER_TOLERANCE_PERMILLE(16, 20, 0, 1_000, "difference in leaders that is left alone, of the mean"), //
  REGION_TOLERANCE_PERMILLE(17, 20, 0, 1_000, "difference in size that is left alone, of the mean"), //
  HOT_TOLERANCE_PERMILLE(18, 100, 0, 10_000, "load above the mean that is left alone, of the mean"), //
  HOT_LOAD_MIN(19, 128 << 10, 1, 1L << 40, "load of a region below which it is not hot, bytes a second"), //
  QUERY_COST_BYTES(20, 512, 0, 1 << 20, "a query weighs as much as this many bytes"), //
  SPLIT_REGION_BYTES(21, 256 << 20, 1 << 10, 1L << 40, "size above which a region is split"), //
  SPLIT_REGION_KEYS(22, 2_560_000, 2, 1L << 40, "keys above which a region is split"), //
  SPLIT_LOAD(23, 16 << 20, 1, 1L << 40, "load of a region above which it is split, bytes a second"), //
  SPLIT_LOAD_BALANCE_PERMILLE(24, 750, 500, 1_000, "share of the load that may be left in the bigger half"), //
  MERGE_REGION_BYTES(25, 20 << 20, 0, 1L << 40, "size below which a region is merged into a neighbour"), //
  MERGE_REGION_KEYS(26, 200_000, 0, 1L << 40, "keys below which a region is merged into a neighbour"), //
  MERGE_AFTER_MILLIS(27, 3_600_000, 0, 604_800_000, "a region whose range has changed is not merged for so long"), //
  LOW_SPACE_PERMILLE(28, 200, 0, 900, "free space of a disk below which the store gets no more, of the whole"), //
  SLOW_STORE_SCORE(29, 80, 2, 100, "slow score from which a store's leaders are taken away"), //
  SLOW_STORE_RECOVERED_SCORE(30, 10, 1, 99, "slow score down to which a slow store must come to get any back"), //
  PATROL_MILLIS(31, 60_000, 1_000, 3_600_000, "every region is looked at once in this time"), //
  MOVE_STEP_MILLIS_MAX(32, 600_000, 1_000, 86_400_000, "how long a new replica may take to catch up"), //
  QUICK_STEP_MILLIS_MAX(33, 30_000, 1_000, 3_600_000, "how long any other step of an operator may take"), //
  RESEND_MILLIS(34, 10_000, 500, 600_000, "a step that is not seen done is sent again after this long"), //
  OPERATORS_PER_TICK_MAX(35, 128, 1, 100_000, "operators that one turn of scheduling may start");

  private final int code;
  private final long standard;
  private final long least;
  private final long most;
  private final String meaning;

  Setting(int code, long standard, long least, long most, String meaning) {
    this.code = code;
    this.standard = standard;
    this.least = least;
    this.most = most;
    this.meaning = meaning;
  }

  int code() { return code; }

  /** Its value unless set. */
  public long standard() {
    return standard;
  }

  public long least() { return least; }

  public long most() { return most; }

  public String meaning() { return meaning; }

  /** {@code down-after-millis}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<Setting> named(String label) {
    for (Setting setting : values()) if (setting.label().equals(label)) return Optional.of(setting);
    return Optional.empty();
  }
}
