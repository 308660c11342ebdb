package io.vertikv.tools.server;

import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.cluster.ClusterState;
import io.vertikv.placement.cluster.CommandOutcome;
import io.vertikv.placement.cluster.CommandResult;
import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.cluster.StoreLife;
import io.vertikv.placement.cluster.StoreRecord;
import io.vertikv.placement.driver.Overview;
import io.vertikv.placement.host.PlacementClerk;
import io.vertikv.placement.host.PlacementHost;
import io.vertikv.placement.operator.AddOutcome;
import io.vertikv.placement.operator.Operator;
import io.vertikv.placement.operator.Reason;
import io.vertikv.placement.operator.Wish;
import io.vertikv.placement.rule.StoreLabels;
import io.vertikv.placement.topology.RegionEntry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Answers operators' questions where the placement group is led, and brings what they want changed into its log. On the loop
 * of the group.
 */
final class PlacementDesk implements PlacementClerk.Questions {
  static final List<String> PAGES = List.of("stores", "regions", "operators", "schedulers", "config", "timestamp");
  private static final int OK = 200;
  private static final int BAD = 400;
  private static final int ABSENT = 404;
  private static final int CONFLICT = 409;
  private static final int UNAVAILABLE = 503;

  private final PlacementHost host;

  PlacementDesk(PlacementHost host) { this.host = host; }

  @Override
  public void asked(String text, Consumer<String> answer) {
    Consumer<PlacementQuestion.Answer> reply = said -> answer.accept(said.text());
    Optional<PlacementQuestion> question = PlacementQuestion.of(text);
    Optional<Overview> overview = host.overview();
    if (question.isEmpty() || overview.isEmpty()) {
      reply.accept(error(UNAVAILABLE, "this version does not understand the question, or leads no more"));
      return;
    }
    try {
      if (question.get().change()) change(question.get(), overview.get(), reply);
      else reply.accept(look(question.get(), overview.get()));
    } catch (IllegalArgumentException wrong) {
      reply.accept(error(BAD, wrong.getMessage()));
    }
  }

  private static PlacementQuestion.Answer error(int status, String why) {
    return new PlacementQuestion.Answer(status, new JsonObject().put("error", why));
  }

  private static PlacementQuestion.Answer look(PlacementQuestion question, Overview overview) {
    return switch (question.page()) {
      case "stores" -> ok(PlacementJson.stores(overview));
      case "regions" -> PlacementJson.regions(question, overview).map(PlacementDesk::ok)
          .orElseGet(() -> error(ABSENT, "no such region is known"));
      case "operators" -> ok(PlacementJson.operators(overview));
      case "schedulers" -> ok(PlacementJson.schedulers(overview));
      case "config" -> ok(PlacementJson.config(overview));
      case "timestamp" -> ok(PlacementJson.timestamp(question.number("ts")));
      default -> error(ABSENT, "there are " + PAGES);
    };
  }

  private static PlacementQuestion.Answer ok(JsonObject body) { return new PlacementQuestion.Answer(OK, body); }

  private void change(PlacementQuestion question, Overview overview, Consumer<PlacementQuestion.Answer> reply) {
    ClusterState record = overview.record();
    switch (question.page()) {
      case "config" -> propose(configure(question), reply);
      case "schedulers/pause" -> propose(new ClusterCommand.SwitchScheduler(scheduler(question), false), reply);
      case "schedulers/resume" -> propose(new ClusterCommand.SwitchScheduler(scheduler(question), true), reply);
      case "stores/labels" -> propose(labels(question, record), reply);
      case "stores/drain" -> propose(new ClusterCommand.DrainStore(question.number("store"), true), reply);
      case "stores/undrain" -> propose(new ClusterCommand.DrainStore(question.number("store"), false), reply);
      case "stores/remove" ->
        propose(new ClusterCommand.ChangeLife(question.number("store"), StoreLife.REMOVING), reply);
      case "stores/keep" -> propose(new ClusterCommand.ChangeLife(question.number("store"), StoreLife.SERVING), reply);
      case "stores/forget" -> propose(new ClusterCommand.ForgetStore(question.number("store")), reply);
      case "stores/expel" -> expel(question.number("store"), record, reply);
      case "regions/split" -> split(SplitWish.of(question, overview), reply);
      case "stores/add" -> mayAdd(question.number("store"), overview, reply);
      default -> reply.accept(error(ABSENT, "nothing can be changed at " + question.page()));
    }
  }

  /** Asked again and again until nothing is left to be done. */
  private void split(SplitWish wish, Consumer<PlacementQuestion.Answer> reply) {
    if (wish.regions().isEmpty()) {
      reply.accept(ok(new JsonObject().put("done", true).put("operators", new JsonArray())));
      return;
    }
    JsonArray operators = new JsonArray();
    Reason refused = null;
    for (Map.Entry<Long, Wish.SplitRegion> each : wish.regions().entrySet()) {
      switch (host.submit(each.getKey(), each.getValue(), "somebody wants it").orElseThrow()) {
        case AddOutcome.Added(Operator operator) -> operators.add(operator.id());
        case AddOutcome.NotAdded(Reason reason) -> refused = reason;
      }
    }
    boolean later = refused == Reason.NO_IDS || refused == Reason.REGION_BUSY;
    if (operators.isEmpty() && refused != null)
      reply.accept(error(later ? UNAVAILABLE : CONFLICT, "not now: " + refused.label()));
    else
      reply.accept(ok(new JsonObject().put("done", false).put("operators", operators)));
  }

  /** Before its replicas are taken away by hand, so that they are not given back. Asked again and again. */
  private void expel(long store, ClusterState record, Consumer<PlacementQuestion.Answer> reply) {
    StoreRecord known = record.stores().get(store);
    if (known == null || !known.life().stays()) reply.accept(ok(new JsonObject().put("done", true)));
    else propose(new ClusterCommand.ExpelStore(store), reply);
  }

  /** Before a replica is added by hand: one too many would be taken away again. */
  private static void mayAdd(long store, Overview overview, Consumer<PlacementQuestion.Answer> reply) {
    boolean repairs = overview.record().config().runs(SchedulerName.REPLICA_REPAIR);
    long replicas = overview.record().config().get(Setting.REPLICAS);
    RegionEntry region = overview.region(StoreGroups.FIRST_REGION).orElse(null);
    boolean full = region != null && region.peers().size() >= replicas && region.peers().onStore(store) == null;
    if (repairs && full) {
      reply
          .accept(error(CONFLICT, "replica-repair runs and wants " + replicas + " replicas, so it would take one away: "
              + "raise `replicas`, remove a store, or pause replica-repair"));
    } else {
      reply.accept(ok(new JsonObject().put("done", true)));
    }
  }

  private static ClusterCommand configure(PlacementQuestion question) {
    long seen = question.parameter("version").isPresent() ? question.number("version") : 0;
    Map<Setting, Long> changes = new EnumMap<>(Setting.class);
    question.parameters().keySet().stream().filter(name -> !name.equals("version")).forEach(name -> changes.put(
        Setting.named(name).orElseThrow(() -> new IllegalArgumentException("there is no setting " + name)),
        question.number(name)));
    if (changes.isEmpty()) throw new IllegalArgumentException("setting=value is missing");
    return new ClusterCommand.Configure(seen, changes);
  }

  private static SchedulerName scheduler(PlacementQuestion question) {
    String name = question.parameter("name").orElse("");
    return Stream.of(SchedulerName.values()).filter(each -> each.label().equals(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there are "
            + String.join(", ", Stream.of(SchedulerName.values()).map(SchedulerName::label).toList())));
  }

  private static ClusterCommand labels(PlacementQuestion question, ClusterState record) {
    StoreRecord store = record.stores().get(question.number("store"));
    if (store == null) throw new IllegalArgumentException("no store " + question.number("store"));
    Map<String, String> labels = new TreeMap<>();
    for (String label : question.parameter("labels").orElse("").split(",")) {
      int at = label.indexOf('=');
      if (at < 0 && !label.isEmpty()) throw new IllegalArgumentException("labels are name=value,name=value");
      if (at >= 0) labels.put(label.substring(0, at), label.substring(at + 1));
    }
    return new ClusterCommand.PutStore(store.id(), store.addresses(), StoreLabels.of(labels));
  }

  private void propose(ClusterCommand command, Consumer<PlacementQuestion.Answer> reply) {
    host.propose(command, outcome -> reply.accept(switch (outcome) {
      case CommandOutcome.Decided(CommandResult.Refused(String why)) -> error(CONFLICT, why);
      case CommandOutcome.Decided _ -> ok(new JsonObject().put("done", true));
      case CommandOutcome.NotLeader _ -> error(UNAVAILABLE, "the leader has changed: ask again");
      case CommandOutcome.Unavailable(String why) -> error(UNAVAILABLE, why);
      case CommandOutcome.Unknown _ -> error(UNAVAILABLE, "the leader has changed meanwhile: look whether it was done");
    }));
  }
}
