package io.vertikv.txn.route;

import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.Transport;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.Lane;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionOperation;
import io.vertikv.txn.region.RequestId;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the operations of other stores' front ends at this store's replica of a region, when it leads; on the region's loop. The
 * other half of {@link RoutedGateway}. Each is answered when it has its outcome; the answers of a turn leave together.
 */
public final class OperationServer implements RequestDesk.Clerk {
  private static final Logger LOG = LoggerFactory.getLogger(OperationServer.class);

  private final RoutedGateway.Replica replica;
  private final OperationReader reader;
  private final Runnable flush;
  private final RouteConfig.Limits limits;
  private final SequencedMap<Long, StreamOrder> streams = new LinkedHashMap<>(16, 0.75f, true);
  private int underWay;
  private long underWayBytes;
  private boolean flushes;

  /** @param transport of the region's loop, through which the requests came */
  public OperationServer(RoutedGateway.Replica replica, OperationReader reader, Transport transport,
      RouteConfig.Limits limits) {
    this(replica, reader, limits, transport::flush);
  }

  /** @param flush at the end of a turn of the region's loop in which something was answered */
  OperationServer(RoutedGateway.Replica replica, OperationReader reader, RouteConfig.Limits limits, Runnable flush) {
    this.replica = replica;
    this.reader = reader;
    this.limits = limits;
    this.flush = flush;
  }

  boolean serves(RoutedGateway.Replica asked) { return replica == asked; }

  /** Operations without an outcome. */
  public int underWay() {
    return underWay;
  }

  @Override
  public void asked(long fromStore, byte[] payload, Consumer<byte[]> answer) {
    try {
      asked(Ask.decode(payload), payload.length, answer);
    } catch (MalformedBytes malformed) {
      LOG.warn("store {} has sent {} bytes that are no operation: {}", fromStore, payload.length,
          malformed.getMessage());
      tell(answer, Told.failed(new RegionFailure.Defect("the leader cannot read it: " + malformed.getMessage())));
    }
  }

  private void asked(Ask ask, int bytes, Consumer<byte[]> answer) {
    StreamOrder order = order(ask.stream());
    RegionFailure refused = ask.region() != replica.region() || !order.admits(ask.attempt(), ask.position())
        ? elsewhere()
        : refused(bytes);
    if (refused != null) {
      tell(answer, Told.failed(refused));
      return;
    }
    RegionOperation operation = reader.read(ask.operation());
    // One that was sent before may have been done: that is for the region to say.
    boolean again = ask.request() != null && ask.request().again();
    RegionFailure unwanted = again ? null : reader.refusal(operation);
    if (unwanted != null) {
      tell(answer, Told.failed(unwanted));
      return;
    }
    underWay++;
    underWayBytes += bytes;
    replica.door().submit(new Served(operation, ask, order, bytes, answer));
    replica.door().flush();
  }

  private RegionFailure refused(int bytes) {
    if (bytes > limits.operationBytesMax()) return new RegionFailure.TooLarge(bytes, limits.operationBytesMax());
    if (underWay < limits.servedOperationsMax() && underWayBytes + bytes <= limits.servedBytesMax()) return null;
    return new RegionFailure.Busy("the leader of the data has too many operations of other stores");
  }

  private RegionFailure elsewhere() {
    long leader = replica.leader().leaderStore();
    return new RegionFailure.NotLeader(leader == replica.store() ? 0 : leader);
  }

  private StreamOrder order(long stream) {
    StreamOrder order = streams.computeIfAbsent(stream, unknown -> new StreamOrder());
    if (streams.size() > limits.streamsMax()) streams.pollFirstEntry();
    return order;
  }

  private void tell(Consumer<byte[]> answer, byte[] told) {
    answer.accept(told);
    if (flushes) return;
    flushes = true;
    replica.loop().execute(() -> {
      flushes = false;
      flush.run();
    });
  }

  private final class Served implements RegionOperation {
    private final RegionOperation operation;
    private final RequestId request;
    private final long attempt;
    private final StreamOrder order;
    private final Lane lane;
    private final int bytes;
    private final Consumer<byte[]> answer;
    private byte[] outcome;

    Served(RegionOperation operation, Ask ask, StreamOrder order, int bytes, Consumer<byte[]> answer) {
      this.operation = operation;
      this.request = ask.request();
      this.attempt = ask.attempt();
      this.order = order;
      this.lane = order.lane(ask.lane());
      this.bytes = bytes;
      this.answer = answer;
    }

    @Override
    public Mode mode() { return operation.mode(); }

    @Override
    public void keys(Consumer<byte[]> each) { operation.keys(each); }

    @Override
    public void run(Tx tx) {
      outcome = null;
      operation.run(tx);
    }

    @Override
    public RequestId request() { return request; }

    @Override
    public Lane lane() { return lane; }

    /** Encoded once, for the log and for the answer. */
    @Override
    public byte[] outcome() {
      if (outcome == null) outcome = operation.outcome();
      return outcome;
    }

    @Override
    public void recall(byte[] before) { outcome = before; }

    @Override
    public void completed() {
      byte[] told = outcome();
      if (told.length <= limits.outcomeBytesMax()) end(Told.done(told));
      else end(Told.failed(tooLong(told.length)));
    }

    private RegionFailure tooLong(int length) {
      if (mode() == Mode.READ) return new RegionFailure.Busy("the reply of " + length + " bytes is too long to travel");
      return new RegionFailure.Unknown("it was done, but its reply of " + length + " bytes is too long to travel");
    }

    @Override
    public void failed(RegionFailure failure) {
      if (RoutedGateway.bounces(failure)) order.refuse(attempt);
      end(Told.failed(failure));
    }

    private void end(byte[] told) {
      underWay--;
      underWayBytes -= bytes;
      tell(answer, told);
    }

    @Override
    public String toString() { return operation.toString(); }
  }
}
