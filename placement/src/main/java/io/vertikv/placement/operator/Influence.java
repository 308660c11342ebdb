package io.vertikv.placement.operator;

/**
 * What an operator is yet to change about a store.
 *
 * @param adding replicas that are on their way and have not caught up
 */
record Influence(long store, int leaders, int peers, int adding) {}
