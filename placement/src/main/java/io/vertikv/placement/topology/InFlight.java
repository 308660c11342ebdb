package io.vertikv.placement.topology;

/** What the operators under way will change about one store, summed up; and how fast it may go. */
public final class InFlight {
  private final TokenBucket adds = new TokenBucket();
  private final TokenBucket removes = new TokenBucket();
  private int leaders;
  private int peers;
  private int adding;
  private long bytes;
  private long leaderLoad;
  private long peerWriteLoad;

  /** @param bytes of one replica that comes or goes, and its load */
  public void peers(int more, long bytes, long writeLoad) {
    peers += more;
    this.bytes += more * bytes;
    peerWriteLoad += more * writeLoad;
  }

  /** @param load of a region whose leader comes or goes */
  public void leaders(int more, long load) {
    leaders += more;
    leaderLoad += more * load;
  }

  /** Replicas that are on their way and have not caught up. */
  public void adding(int more) { adding += more; }

  /** How fast it may take replicas. */
  public TokenBucket adds() {
    return adds;
  }

  /** How fast it may give replicas up. */
  public TokenBucket removes() {
    return removes;
  }

  public int leaders() { return leaders; }

  public int peers() { return peers; }

  public int adding() { return adding; }

  public long bytes() { return bytes; }

  public long leaderLoad() { return leaderLoad; }

  public long peerWriteLoad() { return peerWriteLoad; }
}
