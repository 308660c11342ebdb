package io.vertikv.tools.cluster;

import io.vertikv.store.rpc.StoreAddress;

/** A node that founds a cluster: who it is, as drawn at its first start, and where it is reached. */
public record Founder(long nodeId, StoreAddress address) {}
