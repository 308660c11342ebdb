package io.vertikv.tools.chaos;

import io.vertikv.tools.chaos.cluster.AdminPort;
import io.vertikv.tools.chaos.cluster.ChaosNode;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What placement knows at one moment of stores and regions.
 *
 * @param shares by store, of those that serve
 * @param regions how many there are
 * @param known all of the key space was reported, and all regions are looked at here
 * @param whole every region has as many voters as are wanted, all of them well and on stores that serve, and no other peers
 */
record PlacementView(Map<Long, Share> shares, int regions, boolean known, boolean whole) {
  /** A difference of one is as even as it gets. */
  private static final double UNIT = 1;

  /** @param bytes of all its replicas */
  record Share(long leaders, long replicas, long bytes) {}

  /** Empty: nobody could be asked just now. */
  static Optional<PlacementView> of(List<ChaosNode> nodes, int replicas) throws InterruptedException {
    for (ChaosNode node : nodes) {
      if (!node.isUp()) continue;
      try (AdminPort admin = node.admin()) {
        JsonObject stores = new JsonObject(admin.page("/placement/stores"));
        JsonObject regions = new JsonObject(admin.page("/placement/regions"));
        if (stores.containsKey("stores") && regions.containsKey("regions"))
          return Optional.of(of(stores.getJsonArray("stores"), regions, replicas));
      } catch (IOException | DecodeException unanswered) {
        // The next node may know more.
      }
    }
    return Optional.empty();
  }

  private static PlacementView of(JsonArray stores, JsonObject regions, int replicas) {
    Map<Long, Share> shares = new TreeMap<>();
    for (JsonObject store : objects(stores)) {
      if (store.getString("state").equals("serving") || store.getString("state").equals("preparing"))
        shares.put(store.getLong("store"),
            new Share(store.getLong("leaders"), store.getLong("regions"), store.getLong("bytes")));
    }
    List<JsonObject> rows = objects(regions.getJsonArray("regions"));
    boolean whole = rows.stream().allMatch(row -> isWhole(row, shares.keySet(), replicas));
    boolean known = regions.getLong("gaps") == 0 && regions.getLong("known") == rows.size()
        && !regions.getBoolean("collecting");
    return new PlacementView(shares, rows.size(), known, whole);
  }

  private static List<JsonObject> objects(JsonArray array) {
    List<JsonObject> all = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) all.add(array.getJsonObject(i));
    return all;
  }

  private static boolean isWhole(JsonObject region, Set<Long> serving, int replicas) {
    Set<Long> stores = new HashSet<>();
    for (JsonObject peer : objects(region.getJsonArray("peers"))) {
      boolean well = peer.getString("role").equals("voter") && peer.getString("health").equals("good");
      if (!well || !serving.contains(peer.getLong("store"))) return false;
      stores.add(peer.getLong("store"));
    }
    return stores.size() == replicas;
  }

  /** Leaders and replicas of each store within so many percent of the mean, or within one of it. */
  boolean isEven(int percent) {
    return isEven(shares.values().stream().mapToDouble(Share::leaders).toArray(), percent)
        && isEven(shares.values().stream().mapToDouble(Share::replicas).toArray(), percent);
  }

  private static boolean isEven(double[] figures, int percent) {
    double mean = 0;
    for (double figure : figures) mean += figure / figures.length;
    double tolerance = Math.max(UNIT, mean * percent / 100);
    for (double figure : figures) if (Math.abs(figure - mean) > tolerance) return false;
    return true;
  }

  /** {@code 32 regions; leaders+replicas (MB): store 1: 8+24 (1200), …}. */
  String text() {
    StringJoiner text = new StringJoiner(", ", regions + " regions; leaders+replicas (MB): ", "");
    shares.forEach((store, share) -> text.add("store " + store + ": " + share.leaders + "+" + share.replicas + " ("
        + (share.bytes >> 20) + ")"));
    return text.toString();
  }
}
