package io.vertikv.txn.region;

import io.vertikv.store.group.ApplyTarget;
import io.vertikv.store.group.GroupListener;

/** What a region's Raft group drives: hears of it on the loop, and applies its entries on the apply thread. */
public interface RegionMachine extends GroupListener, ApplyTarget {}
