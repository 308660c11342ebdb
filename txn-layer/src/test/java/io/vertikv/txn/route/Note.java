package io.vertikv.txn.route;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.Lane;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionOperation;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** An operation that is only a text: whoever runs it writes it down. */
class Note implements RegionOperation {
  final String text;
  private final Mode mode;
  private final Lane lane;
  RegionFailure failure;
  String result;
  private String ran;
  boolean over;

  private Note(Mode mode, String text, Lane lane) {
    this.mode = mode;
    this.text = text;
    this.lane = lane;
  }

  /** One that can travel. */
  static final class Portable extends Note implements PortableOperation {
    private final long laneNumber;
    private final boolean anyReplica;

    private Portable(Mode mode, String text, Lane lane, long laneNumber, boolean anyReplica) {
      super(mode, text, lane);
      this.laneNumber = laneNumber;
      this.anyReplica = anyReplica;
    }

    @Override
    public void writeTo(ByteWriter out) { out.u8(mode().ordinal()).raw(text.getBytes(StandardCharsets.UTF_8)); }

    @Override
    public long laneNumber() { return laneNumber; }

    @Override
    public boolean anyReplica() { return anyReplica; }
  }

  static Portable write(String text) { return new Portable(Mode.WRITE, text, null, 0, false); }

  static Portable read(String text) { return new Portable(Mode.READ, text, null, 0, false); }

  static Portable inLane(Mode mode, String text, Lane lane, long number) {
    return new Portable(mode, text, lane, number, false);
  }

  /** One on keys: its text begins with their letters, and a dot. */
  static Portable on(Mode mode, String text, Lane lane, long number, boolean anyReplica) {
    return new Portable(mode, text, lane, number, anyReplica);
  }

  static Portable anywhere(String text, Lane lane) { return new Portable(Mode.READ, text, lane, 1, true); }

  /** One that cannot travel. */
  static Note bound(Mode mode, String text) { return new Note(mode, text, null); }

  static RegionOperation decode(ByteReader in) {
    int mode = in.u8();
    if (mode >= Mode.values().length) throw new MalformedBytes("no mode " + mode);
    return new Note(Mode.values()[mode], new String(in.rest(), StandardCharsets.UTF_8), null);
  }

  @Override
  public Mode mode() { return mode; }

  @Override
  public void keys(Consumer<byte[]> each) {
    int dot = text.indexOf('.');
    for (int i = 0; i < dot; i++) each.accept(new byte[]{(byte) text.charAt(i)});
  }

  /** The transaction of these tests writes down texts. */
  @Override
  public void run(Tx tx) { ran = ((Notebook.Page) tx).write(text, mode); }

  @Override
  public byte[] outcome() { return ran.getBytes(StandardCharsets.UTF_8); }

  @Override
  public void recall(byte[] outcome) { ran = new String(outcome, StandardCharsets.UTF_8); }

  @Override
  public void completed() {
    end();
    result = ran;
  }

  @Override
  public void failed(RegionFailure why) {
    end();
    failure = why;
  }

  private void end() {
    if (over) throw new AssertionError(text + " has a second end");
    over = true;
  }

  @Override
  public Lane lane() { return lane; }

  @Override
  public String toString() { return text; }
}
