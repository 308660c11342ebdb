package io.vertikv.resp.command;

import io.vertikv.resp.reply.Reply;
import io.vertikv.txn.Tx;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One line of the command table: the only source for arity, flags, key positions, categories, documentation and metrics.
 * Built by {@link #read}, {@link #write} or {@link #session}, refined by the methods that return a changed copy.
 */
public final class Command {
  /** Runs a data command: synchronous, pure over the transaction, see {@link Tx}. */
  @FunctionalInterface
  public interface Handler {
    Reply run(Tx tx, Args args);
  }

  /** Redis' own command flags, as COMMAND INFO names them in lower case. */
  public enum Flag {
    WRITE, READONLY, DENYOOM, ADMIN, PUBSUB, NOSCRIPT, BLOCKING, LOADING, STALE, FAST, NO_AUTH, NO_MULTI, ALLOW_BUSY, NO_ASYNC_LOADING, SKIP_MONITOR, SKIP_SLOWLOG, ASKING, NO_MANDATORY_KEYS, MAY_REPLICATE, TOUCHES_ARBITRARY_KEYS
  }

  /** The groups of the command reference; they also give the ACL category of data commands. */
  public enum Group {
    GENERIC, STRING, LIST, SET, SORTED_SET, HASH, BITMAP, TRANSACTIONS, CONNECTION, SERVER, CLUSTER
  }

  private final String name;
  private final int arity;
  private final Set<Flag> flags;
  private final Keys keys;
  private final Handler handler;
  private final Doc doc;
  private final boolean exclusive;
  private final List<Command> subcommands;

  /** What COMMAND DOCS and the generated pages say. {@code since} and {@code complexity} as in the command reference. */
  public record Doc(Group group, String since, String complexity, String summary, List<Argument> arguments) {
    static final Doc NONE = new Doc(Group.GENERIC, "1.0.0", "", "", List.of());
  }

  private Command(String name, int arity, Set<Flag> flags, Keys keys, Handler handler, Doc doc, boolean exclusive,
      List<Command> subcommands) {
    this.name = name;
    this.arity = arity;
    this.flags = flags;
    this.keys = keys;
    this.handler = handler;
    this.doc = doc;
    this.exclusive = exclusive;
    this.subcommands = subcommands;
  }

  /** A data command that never writes. Name in upper case; arity as in Redis: negative means at least. */
  public static Command read(String name, int arity, Keys keys, Handler handler) {
    return new Command(name, arity, EnumSet.of(Flag.READONLY), keys, handler, Doc.NONE, false, List.of());
  }

  /** A data command that may write. */
  public static Command write(String name, int arity, Keys keys, Handler handler) {
    return new Command(name, arity, EnumSet.of(Flag.WRITE), keys, handler, Doc.NONE, false, List.of());
  }

  /** A command that the connection answers by itself; its handler is found by name in the session layer. */
  public static Command session(String name, int arity) {
    return new Command(name, arity, EnumSet.noneOf(Flag.class), Keys.NONE, null, Doc.NONE, false, List.of());
  }

  /** The same for one whose arguments name keys, as WATCH does. */
  public static Command session(String name, int arity, Keys keys) {
    return new Command(name, arity, EnumSet.noneOf(Flag.class), keys, null, Doc.NONE, false, List.of());
  }

  public Command with(Flag... more) {
    EnumSet<Flag> all = flags.isEmpty() ? EnumSet.noneOf(Flag.class) : EnumSet.copyOf(flags);
    all.addAll(List.of(more));
    return new Command(name, arity, all, keys, handler, doc, exclusive, subcommands);
  }

  public Command fast() { return with(Flag.FAST); }

  public Command denyOom() { return with(Flag.DENYOOM); }

  public Command doc(Group group, String since, String complexity, String summary) {
    return new Command(name, arity, flags, keys, handler, new Doc(group, since, complexity, summary, doc.arguments()),
        exclusive,
        subcommands);
  }

  /** What may follow the name, see {@link Syntax}. */
  public Command syntax(String text) {
    Doc told = new Doc(doc.group(), doc.since(), doc.complexity(), doc.summary(), Syntax.parse(text));
    return new Command(name, arity, flags, keys, handler, told, exclusive, subcommands);
  }

  /** Runs alone in its region, and in a block makes the block run alone: FLUSHALL, SWAPDB. */
  public Command alone() {
    return new Command(name, arity, flags, keys, handler, doc, true, subcommands);
  }

  /** A container whose second argument names a subcommand. */
  public Command containing(List<Command> subcommands) {
    return new Command(name, arity, flags, keys, handler, doc, exclusive, List.copyOf(subcommands));
  }

  public String name() { return name; }

  public int arity() { return arity; }

  public boolean accepts(int argumentCount) { return arity >= 0 ? argumentCount == arity : argumentCount >= -arity; }

  public Set<Flag> flags() { return flags; }

  public boolean is(Flag flag) { return flags.contains(flag); }

  public Keys keys() { return keys; }

  /** Null for a session command. */
  public Handler handler() { return handler; }

  public Doc doc() { return doc; }

  public boolean exclusive() { return exclusive; }

  public List<Command> subcommands() { return subcommands; }
}
