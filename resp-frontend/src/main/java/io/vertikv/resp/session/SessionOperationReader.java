package io.vertikv.resp.session;

import io.vertikv.resp.session.Block.Queued;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.loop.Loop;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionOperation;
import io.vertikv.txn.route.OperationReader;
import java.util.List;
import java.util.function.Consumer;

/** Makes what sessions on other nodes ask for runnable here, with this node's handlers. */
public final class SessionOperationReader implements OperationReader {
  private final FrontEnd frontEnd;
  private final Loop loop;

  /** @param loop of the region */
  public SessionOperationReader(FrontEnd frontEnd, Loop loop) {
    this.frontEnd = frontEnd;
    this.loop = loop;
  }

  @Override
  public RegionOperation read(ByteReader in) {
    int kind = OperationCodec.begin(in);
    RegionOperation operation = switch (kind) {
      case OperationCodec.COMMAND -> command(in);
      case OperationCodec.BLOCK -> block(in);
      case OperationCodec.WATCH -> new RemoteWatch(
          new WatchRun(frontEnd, OperationCodec.all(in, OperationCodec::key)));
      case OperationCodec.SHARE -> share(in);
      default -> throw new MalformedBytes("an operation of unknown kind " + kind);
    };
    in.expectEnd();
    return operation;
  }

  /** The node of the leader decides whether there is room. */
  @Override
  public RegionFailure refusal(RegionOperation read) {
    String lacking = frontEnd.roomLacking();
    return lacking != null && ((Remote) read).grows() ? new RegionFailure.DiskFull(lacking) : null;
  }

  private Queued queued(ByteReader in) { return OperationCodec.command(in, frontEnd.routes()); }

  private RegionOperation command(ByteReader in) {
    Queued queued = queued(in);
    return new RemoteCommand(frontEnd, loop, new CommandRun(queued.route(), queued.args()));
  }

  private RegionOperation share(ByteReader in) {
    byte[] from = in.sized();
    Queued queued = queued(in);
    return new RemoteShare(frontEnd, loop, new ShareRun(from, new CommandRun(queued.route(), queued.args())));
  }

  private RegionOperation block(ByteReader in) {
    List<Watched> watched = OperationCodec.all(in, OperationCodec::watched);
    List<Queued> commands = OperationCodec.all(in, this::queued);
    return new RemoteBlock(frontEnd, new BlockRun(frontEnd, loop, watched, commands));
  }

  /** What came from elsewhere is completed there. */
  private interface Remote extends RegionOperation {
    /** May add data. */
    boolean grows();

    @Override
    default void completed() { throw new IllegalStateException("an operation of another node has no end here"); }

    @Override
    default void failed(RegionFailure failure) { completed(); }
  }

  private record RemoteCommand(FrontEnd frontEnd, Loop loop, CommandRun run) implements Remote {
    @Override
    public boolean grows() { return run.route().grows; }

    @Override
    public Mode mode() { return run.route().mode; }

    @Override
    public void keys(Consumer<byte[]> each) { run.keys(frontEnd.databases(), each); }

    @Override
    public void run(Tx tx) {
      long start = loop.nanoTime();
      if (mode() == Mode.EXCLUSIVE) frontEnd.doubtDatabases();
      run.run(tx, frontEnd.databasesFor(tx));
      run.took(loop.nanoTime() - start);
    }

    @Override
    public byte[] outcome() { return OperationCodec.outcome(run::writeOutcome); }

    @Override
    public String toString() { return run.route().name + " of another node"; }
  }

  private record RemoteBlock(FrontEnd frontEnd, BlockRun run) implements Remote {
    @Override
    public boolean grows() { return run.commands().stream().anyMatch(command -> command.route().grows); }

    @Override
    public Mode mode() { return run.mode(); }

    @Override
    public void keys(Consumer<byte[]> each) { run.keys(each); }

    @Override
    public void run(Tx tx) {
      if (mode() == Mode.EXCLUSIVE) frontEnd.doubtDatabases();
      run.run(tx);
    }

    @Override
    public byte[] outcome() { return OperationCodec.outcome(run::writeOutcome); }

    @Override
    public String toString() { return "a block of another node"; }
  }

  private record RemoteShare(FrontEnd frontEnd, Loop loop, ShareRun run) implements Remote {
    @Override
    public boolean grows() { return false; }

    @Override
    public Mode mode() { return run.command().route().mode; }

    @Override
    public void keys(Consumer<byte[]> each) { each.accept(run.from()); }

    @Override
    public void run(Tx tx) {
      long start = loop.nanoTime();
      run.run(tx, frontEnd.databasesFor(tx));
      run.command().took(loop.nanoTime() - start);
    }

    @Override
    public byte[] outcome() { return OperationCodec.outcome(run::writeOutcome); }

    @Override
    public String toString() { return "a share of " + run.command().route().name + " of another node"; }
  }

  private record RemoteWatch(WatchRun run) implements Remote {
    @Override
    public boolean grows() { return false; }

    @Override
    public Mode mode() { return Mode.READ; }

    @Override
    public void keys(Consumer<byte[]> each) { run.keys(each); }

    @Override
    public void run(Tx tx) { run.run(tx); }

    @Override
    public byte[] outcome() { return OperationCodec.outcome(run::writeOutcome); }

    @Override
    public String toString() { return "WATCH of another node"; }
  }
}
