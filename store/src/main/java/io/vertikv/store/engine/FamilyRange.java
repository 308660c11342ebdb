package io.vertikv.store.engine;

import io.vertikv.store.bytes.KeyRange;

/** A key range of one family. What a region owns is a list of these, since each family orders its keys in its own way. */
public record FamilyRange(Family family, KeyRange range) {}
