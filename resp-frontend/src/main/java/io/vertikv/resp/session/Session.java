package io.vertikv.resp.session;

import io.netty.buffer.ByteBuf;
import io.vertikv.resp.command.Args;
import io.vertikv.resp.protocol.ProtocolError;
import io.vertikv.resp.protocol.RespDecoder;
import io.vertikv.resp.protocol.RespEncoder;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.store.loop.Loop;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.Lane;
import io.vertikv.txn.region.RegionOperation.Mode;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One connection, on one loop. Input goes through the decoder to the dispatcher; replies leave in the order of the commands,
 * however their outcomes come: at once while nothing is outstanding, else from the {@link ReplyQueue}, as far as it is
 * answered without a gap.
 *
 * <p>Commands are taken from the input only while there is room for what they cause. Three things stop it: too many
 * outstanding commands, too many unsent bytes of replies, and a command that holds the connection (WATCH, a paused write, an
 * answer that comes later). While it is stopped and enough input waits, the socket is not read, so that the client is stopped
 * by TCP; {@link #proceed} is called by whatever may have ended it. Half of each bound must be free again, so that the
 * socket is not switched at every reply.
 */
public final class Session {
  private final long id;
  private final FrontLoop frontLoop;
  private final Connection connection;
  private final RespConfig.Limits limits;
  private final RespDecoder decoder;
  private final ReplyQueue replies = new ReplyQueue();
  private final Client client;
  private final Output output;
  private final Pace pace = new Pace();

  private int db;
  private byte protocol = 2;
  private boolean authenticated;
  private Block block;
  private final Watches watches = new Watches();
  /** Keeps the order of this connection's operations at the region. */
  private final Lane lane = new Lane();
  private final ReplyWish replyWish = new ReplyWish();

  /** Commands that are not answered. */
  private long outstandingBytes;
  /** As counted in the loop's load. */
  private long inputBytes;
  /** READONLY. */
  private boolean readsReplicas;
  /** CLIENT STALE-READS; 0: off. */
  private long staleNanosMax;
  /** Operations that are not answered and that only the leader may answer. */
  private int atLeader;
  private int holds;
  private boolean full;
  private boolean reading = true;
  private boolean proceeding;
  private boolean draining;
  private boolean closing;
  private boolean closed;
  private Deferred deferred;
  private Args pausedArgs;
  private Route pausedRoute;

  Session(long id, FrontLoop frontLoop, Connection connection) {
    this.id = id;
    this.frontLoop = frontLoop;
    this.connection = connection;
    RespConfig config = frontLoop.frontEnd().config();
    limits = config.limits();
    decoder = new RespDecoder(new RespDecoder.Bounds(limits.bulkBytesMax(), limits.argumentsMax(),
        limits.inlineBytesMax(), limits.requestBytesMax(), limits.stranger()));
    output = new Output(this, connection, limits.outputBytesMax());
    client = new Client(frontLoop.loop().nanoTime());
    authenticated = config.password().isEmpty();
    decoder.trust(authenticated);
  }

  // Input.

  /** Bytes came; they are copied. */
  public void received(ByteBuf bytes) {
    if (closing || closed) return;
    if (decoder.pendingBytes() > limits.inputBytesMax() && frontLoop.load().inputExhausted(inputBytes)) {
      overloaded();
      return;
    }
    long nowNanos = frontLoop.loop().nanoTime();
    pace.received(nowNanos);
    client.active(nowNanos, bytes.readableBytes());
    frontLoop.statistics().read(bytes.readableBytes());
    decoder.append(bytes);
    proceed();
  }

  private void countInput() {
    long bytes = closed ? 0 : Math.max(0, decoder.heldBytes() - limits.inputBytesMax());
    if (!closed && block != null) bytes += block.bytes();
    if (bytes == inputBytes) return;
    frontLoop.load().input(bytes - inputBytes);
    inputBytes = bytes;
  }

  /** A request that cannot be finished cannot be skipped either. */
  private void overloaded() {
    frontLoop.statistics().error(Refusal.OVERLOADED.text());
    reply(Reply.error(Refusal.OVERLOADED.text()));
    closeAfterReplies();
  }

  long inputBytes() { return inputBytes; }

  /** Takes commands from the input as long as nothing stops it. */
  private void proceed() {
    if (proceeding) return;
    proceeding = true;
    try {
      while (holds == 0 && !closing && !closed && hasRoom()) {
        Args args = decoder.next(db);
        if (args != null) accept(args);
        else if (draining) closeAfterReplies();
        else break;
      }
    } catch (ProtocolError error) {
      frontLoop.statistics().protocolErrors++;
      frontLoop.statistics().error(error.text());
      reply(Reply.error(error.text()));
      closeAfterReplies();
    } finally {
      proceeding = false;
      if (pace.hasUnparsed()) pace.parsed(frontLoop.loop().nanoTime());
    }
    adjustReading();
    countInput();
  }

  private void accept(Args args) {
    client.command();
    frontLoop.statistics().commands++;
    replyWish.nextCommand();
    frontLoop.dispatcher().dispatch(this, args);
  }

  private boolean hasRoom() {
    full |= replies.size() >= limits.outstandingMax() || outstandingBytes > limits.load().pipelineBytesMax()
        || output.unsentBytes() > limits.outputBytesHigh() || !isModest() && !frontLoop.load().admits(this);
    return !full;
  }

  /** Even under overload everybody is served, one small command at a time: an operator must be able to look. */
  private boolean isModest() {
    return outstandingBytes == 0 && decoder.pendingBytes() <= limits.inputBytesMax();
  }

  /** Something was answered or sent: perhaps there is room again. */
  void madeRoom() {
    if (full && !closed && replies.size() <= limits.outstandingMax() / 2
        && outstandingBytes <= limits.load().pipelineBytesMax() / 2
        && output.unsentBytes() <= limits.outputBytesHigh() / 2) {
      full = false;
      if (!closing) proceed();
    }
  }

  private void adjustReading() {
    boolean wanted = closing || !draining && !full && (holds == 0 || decoder.pendingBytes() < limits.inputBytesMax());
    if (wanted == reading || closed) return;
    reading = wanted;
    connection.reading(wanted);
  }

  /** The kernel took bytes. */
  public void sent() { madeRoom(); }

  /** No further command is taken until {@link #release}; calls nest. */
  void hold() { holds++; }

  void release() {
    holds--;
    if (holds == 0 && !closed) proceed();
  }

  // Commands.

  /** Runs a session command; LATER: its answer is to be had by {@link #takeAnswer}. */
  Reply run(Route route, Args args) {
    long start = frontLoop.loop().nanoTime();
    Reply reply;
    try {
      reply = route.session.run(this, args);
    } catch (CommandError error) {
      reply = Reply.error(error.text());
    }
    Reply failure = reply instanceof Reply.Failure ? reply : null;
    frontLoop.executed(this, route, args, frontLoop.loop().nanoTime() - start, failure);
    return reply;
  }

  /** For a session command that answers later: see {@link SessionCommand}. */
  public Answer later() {
    deferred = new Deferred();
    return deferred;
  }

  Deferred takeAnswer() {
    Deferred taken = deferred;
    if (taken == null) throw new IllegalStateException("a command answers later and has not taken an Answer");
    deferred = null;
    return taken;
  }

  /** For a session command: runs the work as one operation on the data and answers with its outcome. Returns LATER. */
  public Reply transact(Mode mode, Function<Tx, Reply> work) {
    return transact(mode, null, work);
  }

  /** The same for work on one Redis key. @param header of it; null: on none */
  public Reply transact(Mode mode, byte[] header, Function<Tx, Reply> work) {
    frontLoop.submit(new WorkOperation(lane, mode, header, work, later()));
    return SessionCommand.LATER;
  }

  /** For a session command that has more to do than that: reads, then hands on the outcome, a failure too. */
  public void look(Function<Tx, Reply> work, Consumer<Reply> then) {
    look(null, work, then);
  }

  /** The same in the region of a key; null: in any. */
  public void look(byte[] key, Function<Tx, Reply> work, Consumer<Reply> then) {
    frontLoop.submit(new WorkOperation(lane, Mode.READ, key, work, then::accept));
  }

  void pause(Args args, Route route) {
    pausedArgs = args;
    pausedRoute = route;
    hold();
    frontLoop.pause(this, frontLoop.frontEnd().clients().pause());
  }

  void retryPaused() {
    if (closed) return;
    Args args = pausedArgs;
    Route route = pausedRoute;
    if (frontLoop.dispatcher().mustWait(this, route)) {
      frontLoop.pause(this, frontLoop.frontEnd().clients().pause());
      return;
    }
    pausedArgs = null;
    pausedRoute = null;
    frontLoop.dispatcher().admitted(this, route, args);
    release();
  }

  boolean isPaused() { return pausedArgs != null; }

  // Replies.

  /** Takes the next place in the line of replies. */
  <T extends PendingReply> T enqueue(T pending) {
    replies.add(pending);
    pace.enqueued(pending);
    return pending;
  }

  /** The same for a command that keeps so much in memory until it is answered. */
  <T extends PendingReply> T enqueue(T pending, long bytes) {
    pending.weighs(bytes);
    outstandingBytes += bytes;
    frontLoop.load().outstanding(bytes);
    return enqueue(pending);
  }

  /** Also when the connection is gone. */
  void settled(long bytes) {
    if (bytes == 0) return;
    outstandingBytes -= bytes;
    frontLoop.load().outstanding(-bytes);
  }

  /** The reply of the command that is being dispatched. */
  void reply(Reply reply) {
    if (replies.isEmpty()) {
      write(reply, protocol, replyWish.silent());
      return;
    }
    GivenReply given = enqueue(new GivenReply(this));
    given.answer(reply);
  }

  private static final class GivenReply extends PendingReply {
    GivenReply(Session session) { super(session, null); }
  }

  void answered(PendingReply pending) {
    if (closed) return;
    for (PendingReply first = replies.takeAnswered(); first != null; first = replies.takeAnswered()) {
      write(first.reply(), first.protocol(), first.silent());
      if (!first.silent()) first.leaves(pace, frontLoop.stageTimes());
    }
    if (closing && replies.isEmpty()) output.toSend();
    madeRoom();
  }

  private void write(Reply reply, int version, boolean unwanted) {
    if (!unwanted && !closed) output.write(reply, version);
  }

  /** The end of the turn: everything written goes out. */
  void flush() {
    if (closed) return;
    output.flush();
    if (closed) return;
    if (closing && replies.isEmpty()) connection.closeAfterSending();
    else madeRoom();
  }

  static ByteBuf encoded(Connection connection, Reply reply) {
    ByteBuf bytes = connection.buffer();
    RespEncoder.write(reply, 2, bytes);
    return bytes;
  }

  // End.

  /** Takes no further command; closes when the replies to the earlier ones have left. */
  public void closeAfterReplies() {
    closing = true;
    output.toSend();
  }

  /**
   * Reads no more from the socket, but runs every whole command that was read, answers it, and closes then. A command that
   * was read in part is dropped; one that is held back by CLIENT PAUSE stays so.
   */
  void drain() {
    if (closing || closed) return;
    draining = true;
    adjustReading();
    proceed();
  }

  /** Closes at once; replies that have not left are lost. */
  public void close() {
    if (!closed) connection.close();
    disconnected();
  }

  /** The connection is gone. Operations under way go on; nobody waits for their outcome. */
  public void disconnected() {
    if (closed) return;
    closed = true;
    frontLoop.closed(this);
    replies.clear();
    output.release();
    block = null;
    watches.clear();
    countInput();
  }

  // State.

  public long id() { return id; }

  public Loop loop() { return frontLoop.loop(); }

  public FrontEnd frontEnd() { return frontLoop.frontEnd(); }

  FrontLoop frontLoop() { return frontLoop; }

  Lane lane() { return lane; }

  Pace pace() { return pace; }

  RespDecoder decoder() { return decoder; }

  Client client() { return client; }

  /** The number that SELECT chose. */
  public int db() { return db; }

  public void select(int db) { this.db = db; }

  /** 2 or 3. */
  public int protocol() { return protocol; }

  byte protocolByte() { return protocol; }

  void speak(int protocol) { this.protocol = (byte) protocol; }

  public boolean authenticated() { return authenticated; }

  void authenticated(boolean authenticated) {
    this.authenticated = authenticated;
    decoder.trust(authenticated);
  }

  public String name() { return client.name(); }

  public String peerAddress() { return connection.peerAddress(); }

  public String localAddress() { return connection.localAddress(); }

  /** Null outside of MULTI. */
  Block block() { return block; }

  void beginBlock() { block = new Block(); }

  /** EXEC, DISCARD, RESET: the block is over, and so is watching. */
  Block endBlock() {
    Block ended = block;
    block = null;
    watches.clear();
    return ended;
  }

  Watches watches() { return watches; }

  ReplyWish replyWish() { return replyWish; }

  void lastCommand(Route route) { client.lastCommand(route.name); }

  long activeNanos() { return client.activeNanos(); }

  void readsReplicas(boolean wanted) { readsReplicas = wanted; }

  /** How old what this node's replica answers may be; 0: not at all, Long.MAX_VALUE: however old. */
  void readsStale(long nanosMax) {
    staleNanosMax = nanosMax;
  }

  long staleNanosMax() { return staleNanosMax; }

  /** A read that does may not be overtaken by an earlier write, so there is none on its way. */
  boolean mayReadAnyReplica() {
    return (readsReplicas || staleNanosMax > 0) && atLeader == 0;
  }

  void leaderAsked() { atLeader++; }

  void leaderAnswered() { atLeader--; }

  /** Nothing under way. */
  boolean isIdle() { return replies.isEmpty() && holds == 0; }

  long outstandingReplies() { return replies.size(); }

  long unsent() { return closed ? 0 : output.unsentBytes(); }

  boolean isReading() { return reading; }

  boolean isClosing() { return closing; }
}
