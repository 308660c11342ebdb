package io.vertikv.store.rpc.codec;

import io.vertikv.store.rpc.StoreIdentity;

/**
 * The first word of whoever connects.
 *
 * @param protocol the newest protocol that it speaks
 * @param target the store that it wants to reach
 * @param loop which of its loops it is
 */
public record Hello(int protocol, StoreIdentity from, long target, int loop) {}
