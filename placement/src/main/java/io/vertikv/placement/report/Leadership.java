package io.vertikv.placement.report;

/** Which peer leads, and in which term. */
public record Leadership(long peer, long term) {}
