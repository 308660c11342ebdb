package io.vertikv.tools.server;

import io.vertikv.placement.host.PlacementAnswer;
import io.vertikv.placement.host.PlacementClient;
import io.vertikv.placement.host.PlacementRequest;
import io.vertikv.raft.RaftStatus;
import io.vertikv.store.group.GroupMembers;
import io.vertikv.store.group.GroupMembers.Progress;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.store.rpc.Transport;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What operators see of the cluster and may change, on the loop of the groups. A change is asked for at any store; the step
 * is made at the group's leader, over the wire if need be, and the answer says how far it has come: {@link GroupMembers}.
 *
 * <pre>
 * request between stores   request kind u8 = ADMIN | JSON {"action": …, "store": …, "group": …}
 * answer                   JSON {"state": done | working | absent | refused, "text": …}
 * </pre>
 *
 * <p>{@code absent} is a refusal for want of a store that may be on its way: a store that was just started is heard of by
 * the others, and connected with them, a little after it says that it is ready.
 */
final class ClusterAdmin implements RequestDesk.Clerk {
  /** What may be asked for. */
  enum Action {
    ADD_PEER, REMOVE_PEER, TRANSFER_LEADER;

    /** As operators write it: {@code add-peer}. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Action> of(String word) {
      return Stream.of(values()).filter(each -> each.word().equals(word)).findFirst();
    }
  }

  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** A group with its name and its members. */
  record Member(String name, RaftGroup group, GroupMembers members) {}

  /** What is known of the stores. */
  record Stores(String cluster, long clusterId, long self, Supplier<Map<Long, StoreAddress>> addresses,
      LongPredicate reaches) {}

  private final Loop loop;
  private final Transport transport;
  private final Stores stores;
  private final PlacementClient placement;
  private final Supplier<List<Member>> groups;

  /** @param groups those that have a replica here, in the order in which an operator's goal is sought */
  ClusterAdmin(Loop loop, Transport transport, Stores stores, PlacementClient placement,
      Supplier<List<Member>> groups) {
    this.placement = placement;
    this.loop = loop;
    this.transport = transport;
    this.stores = stores;
    this.groups = groups;
  }

  /** Any thread. */
  Future<JsonObject> status() {
    Promise<JsonObject> promise = Promise.promise();
    loop.execute(() -> promise.complete(look()));
    return promise.future();
  }

  /** Any thread; one step towards the goal in every group. */
  Future<JsonObject> act(Action action, long store) {
    Promise<JsonObject> promise = Promise.promise();
    loop.execute(() -> agree(action, store, promise, () -> act(action, store, groups.get().iterator(), promise)));
    return promise.future();
  }

  /** Placement is told first, so that it does not undo what is done by hand. */
  private void agree(Action action, long store, Promise<JsonObject> promise, Runnable agreed) {
    String page = switch (action) {
      case ADD_PEER -> "stores/add";
      case REMOVE_PEER -> "stores/expel";
      case TRANSFER_LEADER -> "";
    };
    boolean refusedAnyway = action == Action.REMOVE_PEER
        && groups.get().stream().noneMatch(each -> isKnown(each.group, store));
    if (page.isEmpty() || refusedAnyway) {
      agreed.run();
      return;
    }
    String question = new PlacementQuestion(true, page, Map.of("store", Long.toString(store))).text();
    placement.ask(new PlacementRequest.Question(question), ANSWER_NANOS / 1_000_000, said -> {
      switch (said) {
        case PlacementAnswer.Told(String text) when PlacementQuestion.Answer.of(text).status() == 409 -> promise
            .complete(answer("refused", PlacementQuestion.Answer.of(text).body().getString("error", "by placement")));
        case PlacementAnswer.NotNow(String why) -> promise.complete(answer("working", why));
        case PlacementAnswer.Told _,PlacementAnswer.Refused _,PlacementAnswer.Elsewhere _,PlacementAnswer.Done _,PlacementAnswer.OfStore _,PlacementAnswer.OfRegions _ ->
          agreed.run();
      }
    });
  }

  /** The first group that is not there yet makes the step. */
  private void act(Action action, long store, Iterator<Member> rest, Promise<JsonObject> promise) {
    if (!rest.hasNext()) {
      promise.complete(answer("done", "store " + store + ": " + action.word()));
      return;
    }
    Member member = rest.next();
    step(member, action, store, true, said -> {
      if (said.getString("state").equals("done")) act(action, store, rest, promise);
      else promise.complete(said.put("text", member.name + ": " + said.getString("text")));
    });
  }

  /** @param mayAsk the leader, when it is elsewhere; who was asked for it asks nobody else */
  private void step(Member member, Action action, long store, boolean mayAsk, Consumer<JsonObject> then) {
    String absent = action == Action.ADD_PEER ? absent(member, store) : null;
    if (absent != null) {
      then.accept(answer("absent", absent));
      return;
    }
    Progress progress = here(member, action, store);
    if (progress instanceof Progress.Elsewhere(long leader) && leader != 0 && leader != stores.self && mayAsk)
      ask(leader, member, action, store, then);
    else
      then.accept(told(progress));
  }

  private Progress here(Member member, Action action, long store) {
    if (!isKnown(member.group, store))
      return new Progress.Refused("there is no store " + store + " in this cluster: `vertikv ctl members` lists them");
    return switch (action) {
      case ADD_PEER -> member.members.add(store);
      case REMOVE_PEER -> member.members.remove(store);
      case TRANSFER_LEADER -> member.members.lead(store);
    };
  }

  /** Why a store cannot get a replica before it has come, or null; a learner that cannot be reached would be one more that is down. */
  private String absent(Member member, long store) {
    if (!isKnown(member.group, store)) return "there is no store " + store + " in this cluster: start it first";
    boolean deaf = store != stores.self && !stores.reaches.test(store);
    if (member.group.leads() && deaf && !member.members.includes(store) && !member.members.wasRemoved(store))
      return "store " + store + " is not connected with store " + stores.self
          + ", which leads: start it, or look at its network";
    return null;
  }

  private boolean isKnown(RaftGroup group, long store) {
    return stores.addresses.get().containsKey(store) || store == stores.self
        || group.addresses().storeOfPeer().containsValue(store);
  }

  private void ask(long leader, Member member, Action action, long store, Consumer<JsonObject> then) {
    byte[] body = new JsonObject().put("action", action.name()).put("store", store).put("group", member.group.id())
        .encode().getBytes(StandardCharsets.UTF_8);
    byte[] payload = new byte[1 + body.length];
    payload[0] = (byte) RequestKind.ADMIN.code();
    System.arraycopy(body, 0, payload, 1, body.length);
    transport.request(leader, payload, loop.nanoTime() + ANSWER_NANOS, new Transport.ReplyTarget() {
      @Override
      public void answered(byte[] answer) { then.accept(json(answer)); }

      @Override
      public void failed(Transport.RequestFailure failure) {
        then.accept(answer("working", "store " + leader + ", which leads, did not answer: " + failure));
      }
    });
    transport.flush();
  }

  /** Another store asks for a step of a group that leads here, or did a moment ago. */
  @Override
  public void asked(long fromStore, byte[] payload, Consumer<byte[]> answer) {
    Consumer<JsonObject> reply = said -> {
      answer.accept(said.encode().getBytes(StandardCharsets.UTF_8));
      transport.flush();
    };
    Request request = Request.of(payload);
    Member member = request == null ? null : member(request.group);
    if (member == null) reply.accept(answer("refused", "store " + stores.self + " does not understand the request"));
    else step(member, request.action, request.store, false, reply);
  }

  private record Request(Action action, long store, long group) {
    /** Null: not one that this version knows. */
    static Request of(byte[] payload) {
      try {
        JsonObject json = new JsonObject(Buffer.buffer(payload).slice(1, payload.length));
        return new Request(Action.valueOf(json.getString("action", "")), json.getLong("store", 0L),
            json.getLong("group", 0L));
      } catch (DecodeException | ClassCastException | IllegalArgumentException unknown) {
        return null;
      }
    }
  }

  private Member member(long group) {
    for (Member each : groups.get()) if (each.group.id() == group) return each;
    return null;
  }

  private static JsonObject told(Progress progress) {
    return switch (progress) {
      case Progress.Done(String now) -> answer("done", now);
      case Progress.Working(String doing) -> answer("working", doing);
      case Progress.Refused(String why) -> answer("refused", why);
      case Progress.Elsewhere(long leader) ->
        answer("working", leader == 0 ? "no leader is known yet" : "store " + leader + " leads now");
    };
  }

  private static JsonObject answer(String state, String text) {
    return new JsonObject().put("state", state).put("text", text);
  }

  private static JsonObject json(byte[] answer) {
    try {
      return new JsonObject(Buffer.buffer(answer));
    } catch (DecodeException malformed) {
      return answer("working", "the answer of the leader's store is not understood");
    }
  }

  // ---- looking

  private JsonObject look() {
    JsonArray known = new JsonArray();
    stores.addresses.get().forEach((store, address) -> known.add(new JsonObject().put("store", store)
        .put("address", address.toString()).put("connected", store == stores.self || stores.reaches.test(store))));
    JsonArray all = new JsonArray();
    for (Member member : groups.get()) all.add(group(member));
    return new JsonObject().put("cluster", stores.cluster).put("clusterId", Long.toHexString(stores.clusterId))
        .put("store", stores.self).put("stores", known).put("groups", all);
  }

  private static JsonObject group(Member member) {
    RaftGroup group = member.group;
    RaftStatus status = group.status();
    JsonArray members = new JsonArray();
    for (int i = 0; i < status.membership().peers().size(); i++) members.add(peer(group, status, i));
    return new JsonObject().put("group", group.id()).put("name", member.name).put("peer", group.peer())
        .put("role", status.soft().role().name()).put("leaderStore", group.leaderStore()).put("term", group.term())
        .put("lastIndex", status.lastIndex()).put("commitIndex", status.commitIndex())
        .put("appliedIndex", status.appliedIndex()).put("members", members);
  }

  private static JsonObject peer(RaftGroup group, RaftStatus status, int position) {
    long peer = status.membership().peers().at(position);
    JsonObject told = new JsonObject().put("peer", peer).put("store", group.addresses().storeOf(peer))
        .put("votes", status.membership().isVoter(peer));
    for (RaftStatus.PeerStatus each : status.peers()) {
      if (each.peer() == peer) {
        told.put("matchedIndex", each.matched()).put("state", each.state().name()).put("answers", each.active());
      }
    }
    return told;
  }
}
