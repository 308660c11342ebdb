package io.vertikv.tools.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Actions and answers as JSON. An action is an array that starts with its command: {@code ["SET","k","v"]}; that of a
 * transaction holds the steps: {@code ["EXEC",["RPUSH","k","1"],["LRANGE","k"]]}. Answers: {@code true} done,
 * {@code null} nil, a number, a text, an array of elements, {@code {"each":[…]}} those of the steps of a transaction,
 * {@code {"balances":{…}}}.
 */
final class EventJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private EventJson() {}

  static ArrayNode of(Action action) {
    return switch (action) {
      case Action.Get a -> words("GET", a.key());
      case Action.Set a -> words("SET", a.key(), a.value());
      case Action.SetIfAbsent a -> words("SETNX", a.key(), a.value());
      case Action.GetSet a -> words("GETSET", a.key(), a.value());
      case Action.Delete a -> words("DEL", a.key());
      case Action.Increment a -> words("INCRBY", a.key()).add(a.by());
      case Action.Append a -> words("RPUSH", a.key(), a.element());
      case Action.ReadList a -> words("LRANGE", a.key());
      case Action.Add a -> words("SADD", a.key(), a.element());
      case Action.ReadSet a -> words("SMEMBERS", a.key());
      case Action.Transaction a -> words("EXEC").addAll(a.steps().stream().map(EventJson::of).toList());
      case Action.Transfer a -> words("TRANSFER", a.from(), a.to()).add(a.amount());
      case Action.ReadBalances a -> words("BALANCES");
    };
  }

  private static ArrayNode words(String... words) {
    ArrayNode array = JSON.arrayNode();
    for (String word : words) array.add(word);
    return array;
  }

  static Action action(JsonNode json) {
    return switch (json.path(0).asText()) {
      case "EXEC" -> {
        List<Action.OnKey> steps = new ArrayList<>();
        for (int i = 1; i < json.size(); i++) steps.add(onKey(json.get(i)));
        yield new Action.Transaction(steps);
      }
      case "TRANSFER" -> new Action.Transfer(text(json, 4, 1), text(json, 4, 2), number(json, 4, 3));
      case "BALANCES" -> new Action.ReadBalances();
      default -> onKey(json);
    };
  }

  private static Action.OnKey onKey(JsonNode json) {
    return switch (json.path(0).asText()) {
      case "GET" -> new Action.Get(text(json, 2, 1));
      case "SET" -> new Action.Set(text(json, 3, 1), text(json, 3, 2));
      case "SETNX" -> new Action.SetIfAbsent(text(json, 3, 1), text(json, 3, 2));
      case "GETSET" -> new Action.GetSet(text(json, 3, 1), text(json, 3, 2));
      case "DEL" -> new Action.Delete(text(json, 2, 1));
      case "INCRBY" -> new Action.Increment(text(json, 3, 1), number(json, 3, 2));
      case "RPUSH" -> new Action.Append(text(json, 3, 1), text(json, 3, 2));
      case "LRANGE" -> new Action.ReadList(text(json, 2, 1));
      case "SADD" -> new Action.Add(text(json, 3, 1), text(json, 3, 2));
      case "SMEMBERS" -> new Action.ReadSet(text(json, 2, 1));
      default -> throw new HistoryRefused("no such action: " + json);
    };
  }

  private static String text(JsonNode json, int words, int at) {
    if (json.size() != words || !json.get(at).isTextual()) throw new HistoryRefused("no such action: " + json);
    return json.get(at).textValue();
  }

  private static long number(JsonNode json, int words, int at) {
    if (json.size() != words || !json.get(at).canConvertToLong()) throw new HistoryRefused("no such action: " + json);
    return json.get(at).longValue();
  }

  static int integer(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isInt()) throw new HistoryRefused("no whole number \"" + name + "\" in " + json);
    return value.intValue();
  }

  static JsonNode of(Answer answer) {
    return switch (answer) {
      case Answer.Done done -> JSON.booleanNode(true);
      case Answer.Nil nil -> JSON.nullNode();
      case Answer.Number number -> JSON.numberNode(number.value());
      case Answer.Text text -> JSON.textNode(text.value());
      case Answer.Elements elements -> words(elements.values().toArray(String[]::new));
      case Answer.Several several ->
        JSON.objectNode().set("each", JSON.arrayNode().addAll(several.answers().stream().map(EventJson::of).toList()));
      case Answer.Balances balances -> {
        ObjectNode accounts = JSON.objectNode();
        balances.accounts().forEach(accounts::put);
        yield JSON.objectNode().set("balances", accounts);
      }
    };
  }

  static Answer answer(JsonNode json) {
    if (json.isBoolean() && json.booleanValue()) return Answer.DONE;
    if (json.isNull()) return Answer.NIL;
    if (json.canConvertToLong() && json.isIntegralNumber()) return new Answer.Number(json.longValue());
    if (json.isTextual()) return new Answer.Text(json.textValue());
    if (json.isArray()) return elements(json);
    if (json.path("each").isArray()) {
      List<Answer> answers = new ArrayList<>();
      json.get("each").forEach(each -> answers.add(answer(each)));
      return new Answer.Several(answers);
    }
    if (json.path("balances").isObject()) return balances(json.get("balances"));
    throw new HistoryRefused("no such answer: " + json);
  }

  private static Answer elements(JsonNode json) {
    List<String> values = new ArrayList<>(json.size());
    for (JsonNode value : json) {
      if (!value.isTextual()) throw new HistoryRefused("elements are texts: " + json);
      values.add(value.textValue());
    }
    return new Answer.Elements(values);
  }

  private static Answer balances(JsonNode json) {
    Map<String, Long> accounts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> account : json.properties()) {
      if (!account.getValue().canConvertToLong()) throw new HistoryRefused("balances are numbers: " + json);
      accounts.put(account.getKey(), account.getValue().longValue());
    }
    return new Answer.Balances(accounts);
  }
}
