package io.vertikv.tools.server;

import io.vertikv.placement.cluster.StoreRecord;
import io.vertikv.placement.driver.Overview;
import io.vertikv.placement.driver.RegionCondition;
import io.vertikv.placement.driver.SchedulerStatus;
import io.vertikv.placement.driver.StoreStatus;
import io.vertikv.placement.operator.Operator;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.report.StoreReport;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.placement.tso.Timestamps;
import io.vertikv.resp.type.RedisKeys;
import io.vertikv.store.bytes.Bytes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the placement leader knows, as JSON. */
final class PlacementJson {
  /** Rows of one answer. */
  static final int ROWS_MAX = 1_000;

  private PlacementJson() {}

  static JsonObject stores(Overview overview) {
    JsonArray all = new JsonArray();
    for (StoreStatus store : overview.stores()) all.add(store(store));
    return new JsonObject().put("stores", all);
  }

  private static JsonObject store(StoreStatus status) {
    StoreRecord record = status.record();
    JsonObject labels = new JsonObject();
    record.labels().values().forEach(labels::put);
    JsonObject json = new JsonObject().put("store", record.id()).put("state", word(status.state()))
        .put("draining", record.draining()).put("address", record.addresses().store())
        .put("adminAddress", record.addresses().admin()).put("clientAddress", record.addresses().resp())
        .put("labels", labels).put("leaders", status.share().leaders()).put("regions", status.share().peers())
        .put("bytes", status.share().bytes()).put("silentMillis", status.silentMillis());
    StoreReport report = status.report();
    return report == null
        ? json
        : json.put("disk", new JsonObject().put("capacity", report.disk().capacity()).put("used", report.disk().used())
            .put("available", report.disk().available())).put("slowScore", report.condition().slowScore())
            .put("snapshots", report.condition().busySnapshots());
  }

  /** Empty: none with this id, or at this key. */
  static Optional<JsonObject> regions(PlacementQuestion question, Overview overview) {
    if (question.parameter("id").isPresent())
      return overview.region(question.number("id")).map(region -> one(region, overview));
    if (question.parameter("key").isPresent()) {
      byte[] key = question.parameter("key").get().getBytes(StandardCharsets.UTF_8);
      return overview.regionAt(Bytes.of(RedisKeys.header(0, key))).map(region -> one(region, overview));
    }
    List<RegionEntry> found = some(question, overview);
    JsonArray rows = new JsonArray();
    found.forEach(region -> rows.add(region(region)));
    return Optional.of(new JsonObject().put("known", overview.regionCount()).put("gaps", overview.gaps())
        .put("collecting", overview.collecting()).put("regions", rows));
  }

  private static List<RegionEntry> some(PlacementQuestion question, Overview overview) {
    if (question.parameter("store").isPresent()) return overview.regionsOf(question.number("store"), ROWS_MAX);
    if (question.parameter("hot").isPresent())
      return overview.hottest(question.parameter("hot").get().equals("write"), ROWS_MAX);
    if (question.parameter("state").isPresent()) {
      String state = question.parameter("state").get();
      for (RegionCondition each : RegionCondition.values())
        if (word(each).equals(state)) return overview.regions(each, ROWS_MAX);
      throw new IllegalArgumentException("there is no state " + state);
    }
    return overview.regionsFrom(Bytes.EMPTY, ROWS_MAX);
  }

  private static JsonObject one(RegionEntry region, Overview overview) {
    return region(region).put("explain", new JsonArray(overview.explain(region.id())));
  }

  private static JsonObject region(RegionEntry region) {
    JsonArray peers = new JsonArray();
    for (RegionPeer peer : region.peers().list()) {
      String health = region.health().down().contains(peer.id())
          ? "down"
          : region.health().pending().contains(peer.id()) ? "pending" : "good";
      peers.add(new JsonObject().put("peer", peer.id()).put("store", peer.store()).put("role", word(peer.role()))
          .put("health", health));
    }
    return new JsonObject().put("region", region.id()).put("start", hex(region.region().start()))
        .put("end", hex(region.region().end())).put("version", region.epoch().version())
        .put("confVersion", region.epoch().confVersion()).put("leaderStore", region.leader().store())
        .put("term", region.term()).put("bytes", region.bytes()).put("keys", region.keys())
        .put("load", region.load()).put("peers", peers);
  }

  private static String hex(Bytes key) { return HexFormat.of().formatHex(key.array()); }

  static JsonObject operators(Overview overview) {
    return new JsonObject().put("running", operators(overview.operators()))
        .put("history", operators(overview.history()));
  }

  private static JsonArray operators(Collection<Operator> operators) {
    JsonArray all = new JsonArray();
    for (Operator operator : operators) {
      all.add(new JsonObject().put("operator", operator.id()).put("region", operator.region())
          .put("kind", word(operator.kind())).put("wish", operator.wish().toString())
          .put("steps", operator.steps().size()).put("done", operator.done())
          .put("status", word(operator.status())).put("reason", operator.reason()));
    }
    return all;
  }

  static JsonObject schedulers(Overview overview) {
    JsonArray all = new JsonArray();
    for (SchedulerStatus status : overview.schedulers()) {
      JsonObject reasons = new JsonObject();
      status.reasons().forEach((reason, count) -> reasons.put(reason.label(), count));
      all.add(new JsonObject().put("scheduler", status.name().label()).put("runs", status.runs())
          .put("started", status.proposed()).put("notBecause", reasons));
    }
    return new JsonObject().put("collecting", overview.collecting()).put("schedulers", all);
  }

  static JsonObject config(Overview overview) {
    JsonArray all = new JsonArray();
    overview.settings().forEach((setting, value) -> all.add(new JsonObject().put("setting", setting.label())
        .put("value", value).put("default", setting.standard()).put("least", setting.least())
        .put("most", setting.most()).put("meaning", setting.meaning())));
    return new JsonObject().put("version", overview.record().config().version())
        .put("labelLevels", new JsonArray(overview.record().config().labelLevels())).put("settings", all);
  }

  static JsonObject timestamp(long ts) {
    long millis = Timestamps.millis(ts);
    return new JsonObject().put("timestamp", ts).put("time", Instant.ofEpochMilli(millis).toString())
        .put("millis", millis).put("logical", Timestamps.logical(ts));
  }

  private static String word(Enum<?> constant) { return constant.name().toLowerCase(Locale.ROOT).replace('_', '-'); }
}
