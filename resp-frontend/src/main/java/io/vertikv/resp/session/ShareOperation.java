package io.vertikv.resp.session;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.Lane;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.route.PortableOperation;
import java.util.function.Consumer;

/** A region's share of a session's command on its way there and back. */
final class ShareOperation implements PortableOperation {
  private final Session session;
  private final ShareRun run;
  private final Runnable done;
  private final Consumer<RegionFailure> failed;

  ShareOperation(Session session, ShareRun run, Runnable done, Consumer<RegionFailure> failed) {
    this.session = session;
    this.run = run;
    this.done = done;
    this.failed = failed;
  }

  @Override
  public Mode mode() { return run.command().route().mode; }

  @Override
  public Lane lane() { return session.lane(); }

  @Override
  public long laneNumber() { return session.id(); }

  @Override
  public void keys(Consumer<byte[]> each) { each.accept(run.from()); }

  @Override
  public void run(Tx tx) {
    long start = session.loop().nanoTime();
    run.run(tx, session.frontEnd().databasesFor(tx));
    run.command().took(session.loop().nanoTime() - start);
  }

  @Override
  public void writeTo(ByteWriter out) { run.writeTo(OperationCodec.begin(OperationCodec.SHARE, out)); }

  @Override
  public byte[] outcome() { return OperationCodec.outcome(run::writeOutcome); }

  @Override
  public void recall(byte[] outcome) {
    ByteReader in = OperationCodec.outcome(outcome);
    run.readOutcome(in);
    in.expectEnd();
  }

  @Override
  public void completed() { done.run(); }

  @Override
  public void failed(RegionFailure failure) { failed.accept(failure); }
}
