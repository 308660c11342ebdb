package io.vertikv.store.region;

import io.vertikv.raft.membership.Membership;
import io.vertikv.store.bytes.KeyRange;

/** What a region is: its range, who replicates it, and as of which epoch. Group and region have the same id. */
public record Region(long id, KeyRange range, RegionEpoch epoch, Membership membership) {}
