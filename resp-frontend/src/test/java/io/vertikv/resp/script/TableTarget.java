package io.vertikv.resp.script;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.vertikv.resp.command.Args;
import io.vertikv.resp.command.Command;
import io.vertikv.resp.command.CommandTable;
import io.vertikv.resp.protocol.RespEncoder;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Data commands of a table over a transaction in memory: what a type's tests need, without a server. RESP2. */
public final class TableTarget implements ScriptTarget {
  private final CommandTable table;
  private final MemoryTx tx = new MemoryTx();
  private final Map<Integer, Integer> databases = new HashMap<>();

  public TableTarget(CommandTable table) { this.table = table; }

  public MemoryTx tx() { return tx; }

  @Override
  public List<String> send(int client, List<byte[]> arguments) throws IOException {
    ByteBuf out = Unpooled.buffer();
    RespEncoder.write(run(client, arguments), 2, out);
    return RespText.read(new ByteBufInputStream(out));
  }

  private Reply run(int client, List<byte[]> arguments) {
    Args args = Args.of(databases.getOrDefault(client, 0), arguments.toArray(byte[][]::new));
    if (args.is(0, "SELECT")) {
      databases.put(client, (int) args.integer(1));
      return Reply.OK;
    }
    if (args.is(0, "DEBUG") && args.is(1, "SLEEP")) {
      tx.advance((long) (args.decimal(2) * 1000));
      return Reply.OK;
    }
    if (args.is(0, "FLUSHALL") && table.find(args) == null) {
      tx.deleteRange(io.vertikv.store.bytes.KeyRange.ALL);
      for (int db = 0; db < 16; db++) {
        tx.count(2 * db, -tx.counter(2 * db));
        tx.count(2 * db + 1, -tx.counter(2 * db + 1));
      }
      tx.reminders().clear();
      return Reply.OK;
    }
    Command command = table.find(args);
    if (command == null) return Reply.error("ERR unknown command '" + args.text(0) + "', with args beginning with: ");
    if (!command.accepts(args.count())) {
      String name = command.name().toLowerCase(Locale.ROOT);
      return Reply.error("ERR wrong number of arguments for '" + name + "' command");
    }
    int savepoint = tx.savepoint();
    try {
      return command.handler().run(tx, args);
    } catch (CommandError error) {
      tx.rollbackTo(savepoint);
      return Reply.error(error.text());
    }
  }

  @Override
  public boolean ours() { return true; }

  @Override
  public int redisVersion() { return 702; }

  @Override
  public void close() {}
}
