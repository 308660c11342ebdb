package io.vertikv.resp.admin;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.type.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * One key specification of a command, as COMMAND INFO tells it: where the search for keys begins, how the keys follow, and
 * what is done with them. {@code find} is empty where only the command's own code knows.
 */
record KeySpec(List<String> flags, String beginType, List<String> begin, String findType, List<Integer> find) {

  /** As in {@code RO,access index 1 range -1 1 0}. */
  static KeySpec parse(String text) {
    List<String> words = List.of(text.strip().split(" +"));
    String beginType = words.get(1);
    int beginWords = switch (beginType) {
      case "index" -> 1;
      case "keyword" -> 2;
      case "unknown" -> 0;
      default -> throw new IllegalArgumentException("key specification: " + text);
    };
    List<Integer> find = words.subList(3 + beginWords, words.size()).stream().map(Integer::valueOf).toList();
    return new KeySpec(List.of(words.get(0).split(",")), beginType, words.subList(2, 2 + beginWords),
        words.get(2 + beginWords), find);
  }

  /** Calls back with the positions of the keys; false when the arguments do not make sense. */
  boolean positions(Args args, IntConsumer each) {
    if (!beginType.equals("index")) return true;
    int from = Integer.parseInt(begin.getFirst());
    return switch (findType) {
      case "range" -> range(args, from, each);
      case "keynum" -> counted(args, from, each);
      default -> true;
    };
  }

  private boolean range(Args args, int from, IntConsumer each) {
    int last = find.get(0) < 0 ? args.count() + find.get(0) : from + find.get(0);
    for (int i = from; i <= Math.min(last, args.count() - 1); i += find.get(1)) each.accept(i);
    return true;
  }

  private boolean counted(Args args, int from, IntConsumer each) {
    int at = from + find.get(0);
    if (at >= args.count() || !Numbers.isLong(args.bytes(at))) return false;
    long count = args.integer(at);
    int first = from + find.get(1);
    int step = find.get(2);
    if (count < 1 || count > (args.count() - first + step - 1) / step) return false;
    for (int i = 0; i < count; i++) each.accept(first + i * step);
    return true;
  }

  Reply reply() {
    List<Reply> flat = new ArrayList<>();
    flat.add(Reply.bulk("flags"));
    flat.add(Reply.set(flags.stream().map(Reply::simple).toList()));
    flat.add(Reply.bulk("begin_search"));
    flat.add(part(beginType, beginFields()));
    flat.add(Reply.bulk("find_keys"));
    flat.add(part(findType, findFields()));
    return Reply.map(flat);
  }

  private static Reply part(String type, List<Reply> fields) {
    return Reply.map(List.of(Reply.bulk("type"), Reply.bulk(type), Reply.bulk("spec"), Reply.map(fields)));
  }

  private List<Reply> beginFields() {
    return switch (beginType) {
      case "index" -> List.of(Reply.bulk("index"), Reply.integer(Long.parseLong(begin.get(0))));
      case "keyword" -> List.of(Reply.bulk("keyword"), Reply.bulk(begin.get(0)), Reply.bulk("startfrom"),
          Reply.integer(Long.parseLong(begin.get(1))));
      default -> List.of();
    };
  }

  private List<Reply> findFields() {
    List<String> names = switch (findType) {
      case "range" -> List.of("lastkey", "keystep", "limit");
      case "keynum" -> List.of("keynumidx", "firstkey", "keystep");
      default -> List.of();
    };
    List<Reply> fields = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      fields.add(Reply.bulk(names.get(i)));
      fields.add(Reply.integer(find.get(i)));
    }
    return fields;
  }
}
