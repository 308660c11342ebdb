/**
 * Redis' data types over a transaction. {@link io.vertikv.resp.type.RedisKeys} lists every key,
 * {@link io.vertikv.resp.type.Header} every header, {@link io.vertikv.resp.type.KeyEntry} reads and replaces one; then
 * one class per data type. {@link io.vertikv.resp.type.Keyspace} and {@link io.vertikv.resp.type.KeyScan} see a database as
 * a whole; {@link io.vertikv.resp.type.ExpirySweep} and {@link io.vertikv.resp.type.GarbageCollection} tidy up in the
 * background. Nothing here knows arguments or RESP.
 */
package io.vertikv.resp.type;
