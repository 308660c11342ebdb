/**
 * Byte tools: {@link io.vertikv.store.bytes.Bytes} (an immutable value), {@link io.vertikv.store.bytes.ByteWriter} and
 * {@link io.vertikv.store.bytes.ByteReader} (codecs), {@link io.vertikv.store.bytes.OrderedBytes} (escapes that keep
 * order), {@link io.vertikv.store.bytes.KeyRange}. Nothing here knows what the bytes mean.
 */
package io.vertikv.store.bytes;
