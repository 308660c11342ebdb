package io.vertikv.resp.admin;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** DEBUG PROTOCOL: one reply of each type of the protocol, the same as Redis', for the tests of clients. */
final class ProtocolSamples {
  private static final CommandError UNKNOWN = new CommandError(
      "ERR Wrong protocol type name. Please use one of the following: "
          + "string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false");
  private static final CommandError NEEDS_RESP3 = new CommandError("ERR RESP2 is not supported by this command");
  private static final List<Reply> THREE = LongStream.range(0, 3).mapToObj(Reply::integer).toList();
  private static final List<Reply> PAIRS = Stream.of(0, 1, 2)
      .flatMap(i -> Stream.of(Reply.integer(i), new Reply.Bool(i == 1))).toList();

  private ProtocolSamples() {}

  static Reply of(String type, int protocol) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "string" -> Reply.bulk("Hello World");
      case "integer" -> Reply.integer(12345);
      case "double" -> Reply.decimal(3.141);
      case "bignum" -> new Reply.BigNumber("1234567999999999999999999999999999999");
      case "null" -> Reply.NIL;
      case "array" -> Reply.array(THREE);
      case "set" -> Reply.set(THREE);
      case "map" -> Reply.map(PAIRS);
      case "attrib" -> attributed();
      case "push" -> pushed(protocol);
      case "verbatim" ->
        new Reply.Verbatim("txt", "This is a verbatim\nstring".getBytes(StandardCharsets.ISO_8859_1));
      case "true" -> new Reply.Bool(true);
      case "false" -> new Reply.Bool(false);
      default -> throw UNKNOWN;
    };
  }

  private static Reply attributed() {
    return new Reply.Attributed(
        List.of(Reply.bulk("key-popularity"), Reply.array(Reply.bulk("key:123"), Reply.integer(90))),
        Reply.bulk("Some real reply following the attribute"));
  }

  private static Reply pushed(int protocol) {
    if (protocol < 3) throw NEEDS_RESP3;
    return new Reply.After(new Reply.Push(List.of(Reply.bulk("server-cpu-usage"), Reply.integer(42))),
        Reply.bulk("Some real reply following the push reply"));
  }
}
