package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.reply.Reply;
import io.vertikv.txn.region.RegionFailure;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A command on the whole key space when that is several regions: each runs the command on what it has, one after the other
 * in the order of their keys, and a {@link Shares} makes one reply of theirs. Where a region ends is what it says itself when it
 * runs, so that splits meanwhile neither hide keys nor show them twice. It is no snapshot of all regions.
 */
final class KeyspaceWalk {
  private final Session session;
  private final Route route;
  private final Args args;
  private final Shares shares;
  private final Consumer<Reply> answer;
  private long nanos;
  private boolean someDone;

  KeyspaceWalk(Session session, Route route, Args args, Consumer<Reply> answer) {
    this.session = session;
    this.route = route;
    this.args = args;
    this.answer = answer;
    int db = session.frontEnd().databases().stored(args.db());
    this.shares = Shares.of(route, args, db, session.frontLoop().regions());
  }

  /** True when the command can be done by regions on their own. */
  static boolean serves(Route route) {
    return Shares.serves(route);
  }

  void start() { ask(shares.first(), args); }

  private void ask(byte[] from, Args asked) {
    ShareRun run = new ShareRun(from, new CommandRun(route, asked));
    session.frontLoop().submit(new ShareOperation(session, run, () -> done(run), this::failed));
  }

  private void done(ShareRun run) {
    someDone = true;
    nanos += run.command().nanos();
    Reply reply = run.command().reply();
    if (reply instanceof Reply.Failure) {
      end(reply);
      return;
    }
    Shares.Next next = shares.take(reply, run.end());
    if (next.reply() != null) end(next.reply());
    else ask(next.from(), next.args() == null ? args : next.args());
  }

  private void failed(RegionFailure failure) {
    boolean half = someDone && route.mayWrite();
    end(Reply.error(Refusal.text(half
        ? new RegionFailure.Unknown("It was done in some regions before it failed: " + failure)
        : failure)));
  }

  private void end(Reply reply) {
    session.frontLoop().executed(session, route, args, nanos, reply instanceof Reply.Failure ? reply : null);
    answer.accept(reply);
  }

  /** True when the key is not before the end; an empty end is behind all keys. */
  static boolean reaches(byte[] key, byte[] end) {
    return key.length == 0 || end.length > 0 && Arrays.compareUnsigned(key, end) >= 0;
  }
}
