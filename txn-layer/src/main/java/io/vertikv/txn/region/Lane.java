package io.vertikv.txn.region;

/**
 * The order of one connection: of its operations at one region, one that waits for the disk lets those of other lanes pass, but
 * not those behind it in its own. Operations at different regions do not wait for each other. Known by its identity.
 */
public final class Lane {}
