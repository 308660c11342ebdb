/**
 * The bytes on the wire between stores: {@link io.vertikv.store.rpc.codec.MessageCodec} (Raft messages),
 * {@link io.vertikv.store.rpc.codec.EntriesCodec} (log entries), {@link io.vertikv.store.rpc.codec.HandshakeCodec} (first
 * words), all read through {@link io.vertikv.store.rpc.codec.WireReader}, which never reads or allocates beyond what has
 * arrived. {@link io.vertikv.store.rpc.codec.FrameKind} lists the frames.
 *
 * <p>No connection, state or time here. Every layout is pinned by golden bytes and drawn in docs/formats.md, "Wire".
 */
package io.vertikv.store.rpc.codec;
