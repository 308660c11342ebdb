package io.vertikv.tools.cluster;

import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.tools.cluster.ClusterMessage.AdmissionAsked;
import io.vertikv.tools.cluster.ClusterMessage.Admitted;
import io.vertikv.tools.cluster.ClusterMessage.Announcement;
import io.vertikv.tools.cluster.ClusterMessage.Proposal;
import io.vertikv.tools.cluster.ClusterMessage.Release;
import io.vertikv.tools.cluster.Standing.Formed;
import io.vertikv.tools.cluster.Standing.Reserved;
import io.vertikv.tools.cluster.Standing.Unformed;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Messages as they travel. Ids are hexadecimal text: other readers of JSON would round them. */
final class MessageJson {
  /** Another one is not understood; nodes of such versions do not meet in one cluster. */
  static final int VERSION = 1;

  private MessageJson() {}

  static JsonObject write(ClusterMessage message) {
    JsonObject json = new JsonObject().put("version", VERSION);
    return switch (message) {
      case Announcement said -> {
        said.clients().ifPresent(clients -> json.put("clients", clients(clients)));
        yield json.put("is", "announcement").put("node", Formation.hex(said.nodeId()))
            .put("incarnation", said.incarnation()).put("beat", said.beat()).put("address", said.address().toString())
            .put("standing", standing(said.standing()));
      }
      case Proposal proposal -> json.put("is", "proposal").put("manifest", manifest(proposal.manifest()));
      case Release release -> json.put("is", "release").put("to", Formation.hex(release.toNode()))
          .put("cluster", Formation.hex(release.clusterId()));
      case AdmissionAsked asked -> json.put("is", "admission-asked").put("node", Formation.hex(asked.fromNode()))
          .put("address", asked.address().toString()).put("to", Formation.hex(asked.toNode()));
      case Admitted admitted -> json.put("is", "admitted").put("to", Formation.hex(admitted.toNode()))
          .put("store", admitted.storeId()).put("manifest", manifest(admitted.manifest()));
    };
  }

  /** Throws {@link IllegalArgumentException} for what is no message of this version. */
  static ClusterMessage read(JsonObject json) {
    try {
      if (number(json, "version") != VERSION)
        throw new IllegalArgumentException("version " + json.getValue("version") + " instead of " + VERSION);
      return switch (text(json, "is")) {
        case "announcement" -> new Announcement(id(json, "node"), number(json, "incarnation"), number(json, "beat"),
            address(json), standing(object(json, "standing")),
            Optional.ofNullable(json.getJsonObject("clients")).map(MessageJson::clients));
        case "proposal" -> new Proposal(manifest(object(json, "manifest")));
        case "release" -> new Release(id(json, "to"), id(json, "cluster"));
        case "admission-asked" -> new AdmissionAsked(id(json, "node"), address(json), id(json, "to"));
        case "admitted" -> new Admitted(id(json, "to"), number(json, "store"), manifest(object(json, "manifest")));
        case String other -> throw new IllegalArgumentException("there is no message \"" + other + "\"");
      };
    } catch (ClassCastException otherType) {
      throw new IllegalArgumentException("a field is of another type: " + otherType.getMessage(), otherType);
    }
  }

  private static JsonObject clients(ClientAddress clients) {
    return new JsonObject().put("host", clients.host()).put("port", clients.port()).put("tls-port", clients.tlsPort());
  }

  private static ClientAddress clients(JsonObject json) {
    return new ClientAddress(text(json, "host"), (int) number(json, "port"), (int) number(json, "tls-port"));
  }

  private static JsonObject standing(Standing standing) {
    return switch (standing) {
      case Unformed _ -> new JsonObject();
      case Reserved reserved -> new JsonObject().put("reserved", manifest(reserved.manifest()));
      case Formed formed -> new JsonObject().put("store", formed.storeId()).put("formed", manifest(formed.manifest()));
    };
  }

  private static Standing standing(JsonObject json) {
    if (json.containsKey("formed"))
      return new Formed(number(json, "store"), manifest(object(json, "formed")));
    if (json.containsKey("reserved")) return new Reserved(manifest(object(json, "reserved")));
    return new Unformed();
  }

  private static JsonObject manifest(Manifest manifest) {
    JsonObject founders = new JsonObject();
    manifest.founders().forEach((store, founder) -> founders.put(String.valueOf(store),
        new JsonObject().put("node", Formation.hex(founder.nodeId())).put("address", founder.address().toString())));
    return new JsonObject().put("cluster", Formation.hex(manifest.clusterId()))
        .put("proposer", Formation.hex(manifest.proposer())).put("founders", founders);
  }

  private static Manifest manifest(JsonObject json) {
    JsonObject all = object(json, "founders");
    SortedMap<Long, Founder> founders = new TreeMap<>();
    for (String store : all.fieldNames()) {
      JsonObject founder = object(all, store);
      founders.put(Long.valueOf(store), new Founder(id(founder, "node"), address(founder)));
    }
    return new Manifest(id(json, "cluster"), id(json, "proposer"), founders);
  }

  private static StoreAddress address(JsonObject json) { return ClusterRecordText.address(text(json, "address")); }

  private static long id(JsonObject json, String name) { return Long.parseUnsignedLong(text(json, name), 16); }

  private static String text(JsonObject json, String name) {
    String text = json.getString(name);
    if (text == null) throw new IllegalArgumentException("there is no " + name);
    return text;
  }

  private static long number(JsonObject json, String name) {
    Long number = json.getLong(name);
    if (number == null) throw new IllegalArgumentException("there is no " + name);
    return number;
  }

  private static JsonObject object(JsonObject json, String name) {
    JsonObject object = json.getJsonObject(name);
    if (object == null) throw new IllegalArgumentException("there is no " + name);
    return object;
  }
}
