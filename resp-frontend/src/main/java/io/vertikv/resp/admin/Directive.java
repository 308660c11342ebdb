package io.vertikv.resp.admin;

import io.vertikv.resp.session.FrontEnd;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One directive of CONFIG GET and SET. What it says is true of the running server; one that cannot be changed while it runs
 * accepts the value that it has.
 */
final class Directive {
  /** Why a value is not taken, in Redis' words. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String reason) { super(reason, null, false, false); }
  }

  /** What remains to be done when all values of a CONFIG SET have been accepted. */
  @FunctionalInterface
  interface Change {
    void apply(FrontEnd frontEnd);
  }

  @FunctionalInterface
  private interface Parser {
    Change parse(FrontEnd frontEnd, String text);
  }

  private final String name;
  private final Function<FrontEnd, String> value;
  private final Parser parser;

  private Directive(String name, Function<FrontEnd, String> value, Parser parser) {
    this.name = name;
    this.value = value;
    this.parser = parser;
  }

  String name() { return name; }

  String value(FrontEnd frontEnd) { return value.apply(frontEnd); }

  /** @throws Refused with the reason */
  Change parse(FrontEnd frontEnd, String text) {
    return parser.parse(frontEnd, text);
  }

  /** Settled when the process starts. */
  static Directive fixed(String name, Function<FrontEnd, String> value) {
    return new Directive(name, value, (frontEnd, text) -> {
      if (text.equalsIgnoreCase(value.apply(frontEnd))) return unchanged -> {};
      throw new Refused("can't set immutable config");
    });
  }

  static Directive fixed(String name, String value) { return fixed(name, frontEnd -> value); }

  /** A whole number that may be changed at any time. */
  static Directive number(String name, long least, long most, Function<FrontEnd, Long> value,
      BiConsumer<FrontEnd, Long> set) {
    return new Directive(name, frontEnd -> Long.toString(value.apply(frontEnd)), (frontEnd, text) -> {
      long number = number(text);
      if (number < least || number > most) {
        throw new Refused("argument must be between " + least + " and " + most + " inclusive");
      }
      return changed -> set.accept(changed, number);
    });
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notANumber) {
      throw new Refused("argument couldn't be parsed into an integer");
    }
  }

  /** Any text. */
  static Directive text(String name, Function<FrontEnd, String> value, BiConsumer<FrontEnd, String> set) {
    return new Directive(name, value, (frontEnd, text) -> changed -> set.accept(changed, text));
  }

  /** The only value there is, and what to say of others. */
  static Directive only(String name, String value, String reason) {
    return new Directive(name, frontEnd -> value, (frontEnd, text) -> {
      if (!text.equalsIgnoreCase(value)) throw new Refused(reason);
      return unchanged -> {};
    });
  }
}
