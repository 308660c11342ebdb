/**
 * Values in the format of Redis' RDB files, as DUMP and RESTORE carry them. {@link io.vertikv.resp.rdb.RdbPayload} checks
 * and makes the frame, {@link io.vertikv.resp.rdb.RdbDecoder} reads every form that Redis ever wrote of the five data types,
 * {@link io.vertikv.resp.rdb.RdbEncoder} writes the plain forms, which every version since 4.0 reads. The packed forms have
 * a class each. Bytes come from strangers: every length is checked against what is there before anything is allocated,
 * and what is wrong is {@link io.vertikv.resp.rdb.BadPayload}. Nothing here knows keys or transactions. Used by: command.
 */
package io.vertikv.resp.rdb;
