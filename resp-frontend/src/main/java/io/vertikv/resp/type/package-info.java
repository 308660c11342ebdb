/**
 * Redis' data types over a transaction. {@link io.vertikv.resp.type.RedisKeys} lists every key,
 * {@link io.vertikv.resp.type.Header} every header, {@link io.vertikv.resp.type.KeyEntry} reads and replaces one; then
 * one class per data type. Nothing here knows arguments or RESP.
 */
package io.vertikv.resp.type;
