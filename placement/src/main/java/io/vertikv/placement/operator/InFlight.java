package io.vertikv.placement.operator;

/** What the operators under way will change about one store, summed up; and how fast it may go. */
public final class InFlight {
  final TokenBucket adds = new TokenBucket();
  final TokenBucket removes = new TokenBucket();
  private int leaders;
  private int peers;
  private int adding;
  private long bytes;
  private long leaderReadLoad;
  private long leaderWriteLoad;
  private long peerWriteLoad;

  void count(Influence influence, Weight weight, int sign) {
    int moreLeaders = sign * influence.leaders();
    int morePeers = sign * influence.peers();
    leaders += moreLeaders;
    peers += morePeers;
    adding += sign * influence.adding();
    bytes += morePeers * weight.bytes();
    leaderReadLoad += moreLeaders * weight.readLoad();
    leaderWriteLoad += moreLeaders * weight.writeLoad();
    peerWriteLoad += morePeers * weight.writeLoad();
  }

  public int leaders() { return leaders; }

  public int peers() { return peers; }

  public int adding() { return adding; }

  public long bytes() { return bytes; }

  public long leaderLoad() { return leaderReadLoad + leaderWriteLoad; }

  public long peerWriteLoad() { return peerWriteLoad; }
}
