package io.vertikv.tools.server;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is asked of the placement leader over the wire, as JSON.
 *
 * <pre>
 * question  {"change": false, "page": "regions", "parameters": {"store": "3"}}
 * answer    {"status": 200, "body": {…}}
 * </pre>
 *
 * @param change something is to be done; otherwise it is only looked at
 */
record PlacementQuestion(boolean change, String page, Map<String, String> parameters) {
  /** @param status as of HTTP */
  record Answer(int status, JsonObject body) {
    String text() { return new JsonObject().put("status", status).put("body", body).encode(); }

    static Answer of(String text) {
      try {
        JsonObject json = new JsonObject(text);
        return new Answer(json.getInteger("status", 500), json.getJsonObject("body", new JsonObject()));
      } catch (DecodeException | ClassCastException stranger) {
        return new Answer(503, new JsonObject().put("error", "the placement leader's answer is not understood"));
      }
    }
  }

  PlacementQuestion {
    parameters = Map.copyOf(parameters);
  }

  String text() {
    JsonObject given = new JsonObject();
    new TreeMap<>(parameters).forEach(given::put);
    return new JsonObject().put("change", change).put("page", page).put("parameters", given).encode();
  }

  /** Empty: not one that this version knows. */
  static Optional<PlacementQuestion> of(String text) {
    try {
      JsonObject json = new JsonObject(text);
      Map<String, String> given = new TreeMap<>();
      json.getJsonObject("parameters", new JsonObject())
          .forEach(each -> given.put(each.getKey(), String.valueOf(each.getValue())));
      return Optional.of(new PlacementQuestion(json.getBoolean("change", false), json.getString("page", ""), given));
    } catch (DecodeException | ClassCastException stranger) {
      return Optional.empty();
    }
  }

  Optional<String> parameter(String name) { return Optional.ofNullable(parameters.get(name)); }

  /** @throws IllegalArgumentException when it is not given or no number */
  long number(String name) {
    String text = parameter(name).orElseThrow(() -> new IllegalArgumentException(name + "= is missing"));
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException not) {
      throw new IllegalArgumentException(name + "=" + text + ": must be a number");
    }
  }
}
