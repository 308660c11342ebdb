package io.vertikv.placement.operator;

/** @param reason for people: what was seen that led to this */
public record Proposal(long region, OperatorKind kind, Wish wish, String reason) {}
