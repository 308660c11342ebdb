package io.vertikv.resp.session;

import io.vertikv.resp.command.Databases;
import io.vertikv.resp.session.Block.Queued;
import io.vertikv.resp.type.RedisKeys;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.loop.Loop;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.RegionOperation.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The data commands of a MULTI block where they run, and their outcomes: in order, each behind a savepoint, so that one that
 * fails leaves nothing and the others stay; or none of them, when a watched key was touched.
 *
 * <pre>
 * outcome: touched u8 | unless touched, of each command: its outcome
 * </pre>
 */
final class BlockRun {
  private final FrontEnd frontEnd;
  private final Loop clock;
  private final List<Watched> watched;
  private final List<CommandRun> commands;
  private final Mode mode;
  private boolean touched;

  /** @param clock of whoever asks how long a command took */
  BlockRun(FrontEnd frontEnd, Loop clock, List<Watched> watched, List<Queued> commands) {
    this.frontEnd = frontEnd;
    this.clock = clock;
    this.watched = watched;
    this.commands = new ArrayList<>(commands.size());
    Mode strongest = Mode.READ;
    for (Queued queued : commands) {
      this.commands.add(new CommandRun(queued.route(), queued.args()));
      if (queued.route().mode.compareTo(strongest) > 0) strongest = queued.route().mode;
    }
    mode = strongest;
  }

  Mode mode() { return mode; }

  /** Nothing to ask of the region. */
  boolean isEmpty() { return commands.isEmpty() && watched.isEmpty(); }

  List<CommandRun> commands() { return commands; }

  /** After the outcome has come: a watched key was, so nothing was run. */
  boolean touched() {
    return touched;
  }

  void keys(Consumer<byte[]> each) {
    Databases databases = frontEnd.databases();
    for (Watched key : watched) each.accept(key.header(databases));
    for (CommandRun command : commands) command.keys(databases, each);
  }

  void routingKeys(Consumer<byte[]> each) {
    Databases databases = frontEnd.databases();
    boolean any = !watched.isEmpty();
    for (Watched key : watched) each.accept(key.header(databases));
    for (CommandRun command : commands) any |= command.routingKeys(databases, each);
    if (!any) each.accept(RedisKeys.first());
  }

  void run(Tx tx) {
    // Another run of this block may have swapped databases before it was thrown away.
    Databases databases = mode == Mode.EXCLUSIVE ? frontEnd.databasesReloaded(tx) : frontEnd.databasesFor(tx);
    touched = false;
    for (Watched key : watched) {
      if (key.touched(tx, databases)) {
        touched = true;
        return;
      }
    }
    for (CommandRun command : commands) {
      long start = clock.nanoTime();
      command.run(tx, databases);
      command.took(clock.nanoTime() - start);
    }
  }

  void writeOutcome(ByteWriter out) {
    out.u8(touched ? 1 : 0);
    if (!touched) for (CommandRun command : commands) command.writeOutcome(out);
  }

  void readOutcome(ByteReader in) {
    int flag = in.u8();
    if (flag > 1) throw new MalformedBytes("neither touched nor not: " + flag);
    touched = flag == 1;
    if (!touched) for (CommandRun command : commands) command.readOutcome(in);
  }
}
