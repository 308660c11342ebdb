/**
 * Timestamps: {@link io.vertikv.placement.tso.Timestamps} (what one is made of),
 * {@link io.vertikv.placement.tso.TimestampOracle} (gives them out, pure),
 * {@link io.vertikv.placement.tso.OracleGroup} (its replicated window, and who may give any out).
 *
 * <p>Between stores: {@link io.vertikv.placement.tso.TimestampClient} (the rule of real time is explained there),
 * {@link io.vertikv.placement.tso.TimestampServer}, {@code TimestampWire}. For whoever hosts the group:
 * {@link io.vertikv.placement.tso.OracleSnapshotSource}, {@link io.vertikv.placement.tso.OracleFollowsRegion}.
 *
 * <p>Nothing here knows regions' data, commands or sockets.
 */
package io.vertikv.placement.tso;
