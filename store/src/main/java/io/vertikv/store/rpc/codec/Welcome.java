package io.vertikv.store.rpc.codec;

import io.vertikv.store.rpc.StoreIdentity;

/** The answer to a {@link Hello} that fits. {@code protocol} is the newest that the welcoming store speaks. */
public record Welcome(int protocol, StoreIdentity from) {}
