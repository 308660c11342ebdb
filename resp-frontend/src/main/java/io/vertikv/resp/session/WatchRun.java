package io.vertikv.resp.session;

import io.vertikv.resp.command.Databases;
import io.vertikv.resp.type.Key;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** WATCH where it runs: looks at all keys in one read. The versions are certain once it has completed. */
final class WatchRun {
  private final FrontEnd frontEnd;
  private final List<Key> keys;
  private List<Watched> seen = List.of();

  WatchRun(FrontEnd frontEnd, List<Key> keys) {
    this.frontEnd = frontEnd;
    this.keys = keys;
  }

  boolean isEmpty() { return keys.isEmpty(); }

  List<Watched> seen() { return seen; }

  void keys(Consumer<byte[]> each) {
    Databases databases = frontEnd.databases();
    for (Key key : keys) each.accept(new Key(databases.stored(key.db()), key.name()).header());
  }

  void run(Tx tx) {
    Databases databases = frontEnd.databasesFor(tx);
    List<Watched> found = new ArrayList<>(keys.size());
    for (Key key : keys) found.add(Watched.see(tx, databases, key));
    seen = found;
  }

  void writeTo(ByteWriter out) {
    out.varint(keys.size());
    for (Key key : keys) OperationCodec.write(key, out);
  }

  void writeOutcome(ByteWriter out) {
    out.varint(seen.size());
    for (Watched watched : seen) OperationCodec.write(watched, out);
  }

  void readOutcome(ByteReader in) { seen = OperationCodec.all(in, OperationCodec::watched); }
}
