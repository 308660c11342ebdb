package io.vertikv.store.engine;

/** A sorted file that an export wrote: its name in the folder, whose entries it holds, and how many. */
public record TableFile(String name, Family family, long entries) {}
