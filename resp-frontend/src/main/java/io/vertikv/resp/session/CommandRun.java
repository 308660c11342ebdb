package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.command.Databases;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.reply.ReplyCodec;
import io.vertikv.resp.type.RedisKeys;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.txn.Tally;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.RegionOperation.Mode;
import java.util.function.Consumer;

/**
 * A data command where it runs, and its outcome; for a session of this front end or of one on another node.
 *
 * <pre>
 * outcome: nanos varint | hits varint | misses varint | expired keys varint | reply
 * </pre>
 */
final class CommandRun {
  private final Route route;
  private final Args args;
  /** Written on the region's loop, read on the session's after the outcome has come. */
  private Reply reply;
  private int hits;
  private int misses;
  private int expiredKeys;
  private long nanos;

  CommandRun(Route route, Args args) {
    this.route = route;
    this.args = args;
  }

  Route route() { return route; }

  Args args() { return args; }

  void keys(Databases databases, Consumer<byte[]> each) {
    Args bound = args.boundTo(databases);
    route.command.keys().each(bound, i -> each.accept(bound.key(i).header()));
  }

  /** What says where it runs; false: any region will do. */
  boolean routingKeys(Databases databases, Consumer<byte[]> each) {
    if (route.wholeKeyspace) {
      each.accept(RedisKeys.first());
      each.accept(RedisKeys.last());
      return true;
    }
    boolean[] any = new boolean[1];
    keys(databases, key -> {
      any[0] = true;
      each.accept(key);
    });
    return any[0];
  }

  void run(Tx tx, Databases databases) {
    if (route.wholeKeyspace) requireWholeKeyspace(tx);
    runShare(tx, databases);
  }

  /** For a command on the whole key space: on that part of it which this region has. A command that fails leaves nothing. */
  void runShare(Tx tx, Databases databases) {
    Tally tally = tx.tally();
    tally.clear();
    int savepoint = tx.savepoint();
    try {
      reply = route.handler.run(tx, args.boundTo(databases));
    } catch (CommandError error) {
      reply = Reply.error(error.text());
    }
    if (failed()) tx.rollbackTo(savepoint);
    take(tally);
  }

  /** A key outside of the region sends the operation back. */
  private static void requireWholeKeyspace(Tx tx) {
    if (!tx.range().contains(RedisKeys.first())) tx.get(RedisKeys.first());
    if (!tx.range().contains(RedisKeys.last())) tx.get(RedisKeys.last());
  }

  /** As in Redis, only reading is hit or miss. */
  private void take(Tally tally) {
    boolean reads = route.mode == Mode.READ;
    hits = reads ? tally.hits() : 0;
    misses = reads ? tally.misses() : 0;
    expiredKeys = failed() ? 0 : tally.expiredKeys();
  }

  long nanos() { return nanos; }

  void took(long nanos) { this.nanos = Math.max(0, nanos); }

  Reply reply() { return reply; }

  private boolean failed() { return reply instanceof Reply.Failure; }

  /** The loop of the session learns what has run. */
  void count(Session session) {
    session.frontLoop().statistics().looked(hits, misses, expiredKeys);
    session.frontLoop().executed(session, route, args, nanos, failed() ? reply : null);
  }

  /** It was not run. */
  void countFailure(Session session, Reply failure) {
    session.frontLoop().executed(session, route, args, 0, failure);
  }

  void writeTo(ByteWriter out) { OperationCodec.write(args, out); }

  void writeOutcome(ByteWriter out) {
    out.varint(nanos).varint(hits).varint(misses).varint(expiredKeys);
    ReplyCodec.write(reply, out);
  }

  void readOutcome(ByteReader in) {
    nanos = in.varint();
    hits = (int) in.varint();
    misses = (int) in.varint();
    expiredKeys = (int) in.varint();
    reply = ReplyCodec.read(in);
  }
}
