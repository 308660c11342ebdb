package io.vertikv.raft.membership;

import io.vertikv.raft.log.Payload;

/**
 * What a MEMBERSHIP entry carries: the whole membership that holds from this entry on, not the difference, so that
 * applying it twice is the same as once.
 */
public record MembershipPayload(Membership membership, Attachment attachment) implements Payload {
  @Override
  public int sizeBytes() { return MembershipCodec.sizeBytes(this); }
}
