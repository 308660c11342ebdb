package io.vertikv.raft.log;

/** What an entry carries; opaque to Raft, which only asks how much room it takes. Must not change once proposed. */
public interface Payload {
  /** Carried by no-op entries. */
  Payload NONE = new Payload() {
    @Override
    public int sizeBytes() { return 0; }

    @Override
    public String toString() { return "nothing"; }
  };

  int sizeBytes();
}
