package io.vertikv.tools.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A history as lines of JSON, one for each event, in their order:
 * <pre>
 * {"format":"vertikv-history","version":1}
 * {"op":0,"event":"invoke","process":3,"action":["RPUSH","list","7"]}
 * {"op":0,"event":"ok","answer":1}
 * </pre>
 * {@code event} is invoke, ok, failed or unknown. The places of events are not kept, only their order, which is all that
 * they mean. Actions and answers: {@link EventJson}.
 */
public final class HistoryFile {
  private static final String FORMAT = "vertikv-history";
  private static final int VERSION = 1;

  private record Event(long place, int operation, boolean invocation) {}

  private record Invoked(int process, Action action, long place) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<Integer, Invoked> open = new LinkedHashMap<>();
  private final List<Operation> operations = new ArrayList<>();
  private long place;

  private HistoryFile() {}

  public static void write(History history, Writer out) throws IOException {
    line(out, JSON.createObjectNode().put("format", FORMAT).put("version", VERSION));
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      Operation operation = history.operations().get(i);
      events.add(new Event(operation.invoked(), i, true));
      if (operation.completed() != Operation.NEVER) events.add(new Event(operation.completed(), i, false));
    }
    events.sort(Comparator.comparingLong(Event::place).thenComparing(Event::invocation, Comparator.reverseOrder()));
    for (Event event : events) line(out, json(event, history.operations().get(event.operation())));
  }

  private static ObjectNode json(Event event, Operation operation) {
    ObjectNode json = JSON.createObjectNode().put("op", event.operation());
    if (event.invocation()) {
      json.put("event", "invoke").put("process", operation.process());
      return json.set("action", EventJson.of(operation.action()));
    }
    return switch (operation.outcome()) {
      case Outcome.Ok ok -> json.put("event", "ok").set("answer", EventJson.of(ok.answer()));
      case Outcome.Failed failed -> json.put("event", "failed");
      case Outcome.Unknown unknown -> json.put("event", "unknown");
    };
  }

  private static void line(Writer out, ObjectNode json) throws IOException {
    out.write(JSON.writeValueAsString(json));
    out.write('\n');
  }

  /** @throws HistoryRefused with the number of the line that is not understood */
  public static History read(Reader in) throws IOException {
    BufferedReader lines = new BufferedReader(in);
    HistoryFile file = new HistoryFile();
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      try {
        JsonNode json = JSON.readTree(line);
        if (number == 1) head(json);
        else file.event(json);
      } catch (JsonProcessingException | HistoryRefused e) {
        throw new HistoryRefused("line " + number + " of the history: " + e.getMessage(), e);
      }
    }
    if (number == 0) throw new HistoryRefused("the history is empty, not even its first line is there");
    return file.history();
  }

  private static void head(JsonNode json) {
    if (!FORMAT.equals(json.path("format").asText()) || json.path("version").asInt() != VERSION)
      throw new HistoryRefused("must be {\"format\":\"" + FORMAT + "\",\"version\":" + VERSION + "}, is " + json);
  }

  private void event(JsonNode json) {
    int number = EventJson.integer(json, "op");
    place++;
    switch (json.path("event").asText()) {
      case "invoke" -> {
        Invoked invoked = new Invoked(EventJson.integer(json, "process"), EventJson.action(json.path("action")), place);
        if (open.putIfAbsent(number, invoked) != null) throw new HistoryRefused("invoked twice: " + number);
      }
      case "ok" -> complete(number, new Outcome.Ok(EventJson.answer(json.path("answer"))));
      case "failed" -> complete(number, Outcome.FAILED);
      case "unknown" -> complete(number, Outcome.UNKNOWN);
      default -> throw new HistoryRefused("no such event: " + json);
    }
  }

  private void complete(int number, Outcome outcome) {
    Invoked invoked = open.remove(number);
    if (invoked == null) throw new HistoryRefused("completed, but not under way: " + number);
    operations.add(new Operation(invoked.process(), invoked.action(), outcome, invoked.place(), place));
  }

  private History history() {
    for (Invoked left : open.values())
      operations.add(new Operation(left.process(), left.action(), Outcome.UNKNOWN, left.place(), Operation.NEVER));
    return new History(operations);
  }
}
