package io.vertikv.resp.admin;

import io.vertikv.resp.admin.InfoCommand.Database;
import io.vertikv.resp.command.Databases;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.session.Answer;
import io.vertikv.resp.session.Session;
import io.vertikv.resp.type.KeyEntry;
import io.vertikv.resp.type.Keyspace;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** How many keys the databases have: the sums of what each region says, one after the other. */
final class KeyspaceFigures {
  /** Before all keys that anybody stores. */
  private static final byte[] LEAST = {0};

  private final Session session;
  private final Consumer<List<Database>> then;
  private final Answer otherwise;
  private final long[] keys;
  private final long[] expires;
  private final long[] ttlMillis;

  KeyspaceFigures(Session session, Consumer<List<Database>> then, Answer otherwise) {
    this.session = session;
    this.then = then;
    this.otherwise = otherwise;
    int count = session.frontEnd().databases().count();
    keys = new long[count];
    expires = new long[count];
    ttlMillis = new long[count];
  }

  void start() { ask(LEAST); }

  private void ask(byte[] from) {
    Share share = new Share();
    session.look(from, tx -> {
      // Met outside of the region, it sends the operation to where it is.
      if (!tx.range().contains(from)) tx.get(from);
      share.read(tx, session.frontEnd().databases());
      return Reply.OK;
    }, reply -> {
      if (reply instanceof Reply.Failure) {
        otherwise.reply(reply);
        return;
      }
      share.add();
      if (share.end.length == 0) then.accept(databases());
      else ask(share.end);
    });
  }

  /** What one region has counted; read again from the start when a run is thrown away. */
  private final class Share {
    private final long[] keysHere = new long[keys.length];
    private final long[] expiresHere = new long[keys.length];
    private final long[] ttlHere = new long[keys.length];
    private byte[] end;

    void read(Tx tx, Databases databases) {
      end = tx.range().end();
      for (int number = 0; number < keysHere.length; number++) {
        int stored = databases.stored(number);
        keysHere[number] = tx.counter(KeyEntry.keysCounter(stored)) == 0 ? 0 : Keyspace.size(tx, stored);
        expiresHere[number] = tx.counter(KeyEntry.expiresCounter(stored));
        ttlHere[number] = tx.counter(KeyEntry.dueCounter(stored)) - expiresHere[number] * tx.nowMillis();
      }
    }

    void add() {
      for (int number = 0; number < keys.length; number++) {
        keys[number] += keysHere[number];
        expires[number] += expiresHere[number];
        ttlMillis[number] += ttlHere[number];
      }
    }
  }

  private List<Database> databases() {
    List<Database> found = new ArrayList<>();
    for (int number = 0; number < keys.length; number++) {
      if (keys[number] <= 0) continue;
      long average = expires[number] <= 0 ? 0 : Math.max(0, ttlMillis[number] / expires[number]);
      found.add(new Database(number, keys[number], expires[number], average));
    }
    return found;
  }
}
