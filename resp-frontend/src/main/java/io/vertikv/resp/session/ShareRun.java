package io.vertikv.resp.session;

import io.vertikv.resp.command.Databases;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.txn.Tx;

/**
 * One region's share of a command on the whole key space where it runs, and its outcome: the command itself, on what the region
 * has, and where the region ends, so that whoever asks goes on from there, whatever the region was thought to be.
 *
 * <pre>
 * outcome: the region's end sized | outcome of the command
 * </pre>
 */
final class ShareRun {
  private final byte[] from;
  private final CommandRun command;
  /** Written on the region's loop, read on the session's after the outcome has come. */
  private byte[] end;

  /** @param from a key that must be in the region */
  ShareRun(byte[] from, CommandRun command) {
    this.from = from;
    this.command = command;
  }

  byte[] from() { return from; }

  CommandRun command() { return command; }

  /** Empty: there is nothing behind it. */
  byte[] end() {
    return end;
  }

  void run(Tx tx, Databases databases) {
    // Met outside of the region, it sends the operation to where it is.
    if (!tx.range().contains(from)) tx.get(from);
    end = tx.range().end();
    command.runShare(tx, databases);
  }

  void writeTo(ByteWriter out) {
    out.sized(from);
    command.writeTo(out);
  }

  void writeOutcome(ByteWriter out) {
    out.sized(end);
    command.writeOutcome(out);
  }

  void readOutcome(ByteReader in) {
    end = in.sized();
    command.readOutcome(in);
  }
}
