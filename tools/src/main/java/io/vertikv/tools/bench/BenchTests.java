package io.vertikv.tools.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** The tests by name. Requests are those of redis-benchmark where it has the same test, so that figures can be compared. */
final class BenchTests {
  private static final int MANY = 10;
  private static final int WEIGHT_MAX = 1_000_000;
  private static final Map<String, String> TESTS = table();

  private BenchTests() {}

  private static Map<String, String> table() {
    Map<String, String> tests = new LinkedHashMap<>();
    tests.put("ping", "PING");
    tests.put("set", "SET {key} {value}");
    tests.put("get", "GET {key}");
    tests.put("incr", "INCR counter:{n}");
    tests.put("hset", "HSET myhash element:{n} {value}");
    tests.put("hget", "HGET myhash element:{n}");
    tests.put("lpush", "LPUSH mylist {value}");
    tests.put("rpush", "RPUSH mylist {value}");
    tests.put("lpop", "LPOP mylist");
    tests.put("rpop", "RPOP mylist");
    tests.put("lrange", "LRANGE mylist 0 99");
    tests.put("sadd", "SADD myset element:{n}");
    tests.put("sismember", "SISMEMBER myset element:{n}");
    tests.put("spop", "SPOP myset");
    tests.put("zadd", "ZADD myzset {n} element:{n}");
    tests.put("zscore", "ZSCORE myzset element:{n}");
    tests.put("zpopmin", "ZPOPMIN myzset");
    tests.put("mset", "MSET" + " {key} {value}".repeat(MANY));
    tests.put("mget", "MGET" + " {key}".repeat(MANY));
    tests.put("exists", "EXISTS {key}");
    tests.put("del", "DEL {key}");
    return tests;
  }

  /** For the help: {@code get: GET {key}}, one a line. */
  static String described() {
    StringJoiner lines = new StringJoiner("%n");
    TESTS.forEach((name, text) -> lines.add("  %-10s %s".formatted(name,
        name.startsWith("m") ? text.split(" ")[0] + " with " + MANY + " keys" : text)));
    return lines.toString();
  }

  static RequestMix test(String name, KeySpace space) {
    return RequestMix.only(name.toUpperCase(Locale.ROOT), RequestTemplate.parse(text(name), space));
  }

  /** {@code get:80,set:20}. */
  static RequestMix mix(String text, KeySpace space) {
    List<RequestMix.Part> parts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String[] nameAndWeight = part.strip().split(":", 2);
      int weight = nameAndWeight.length < 2 ? 0 : weight(nameAndWeight[1]);
      if (weight < 1)
        throw new IllegalArgumentException("a mix is written get:80,set:20 with weights from 1 to " + WEIGHT_MAX
            + "; this is not: " + text);
      parts.add(new RequestMix.Part(RequestTemplate.parse(text(nameAndWeight[0]), space), weight));
    }
    return RequestMix.of(text, parts);
  }

  private static int weight(String text) {
    return text.matches("[0-9]{1,7}") && Integer.parseInt(text) <= WEIGHT_MAX ? Integer.parseInt(text) : 0;
  }

  private static String text(String name) {
    String text = TESTS.get(name.strip().toLowerCase(Locale.ROOT));
    if (text == null)
      throw new IllegalArgumentException(
          "there is no test " + name + "; there are " + String.join(" ", TESTS.keySet()));
    return text;
  }
}
