package io.vertikv.txn.region;

import java.util.ArrayList;

/** What the leader knows of one key: its newest version, committed or not. A row of {@link KeyTable}. */
final class KeyState {
  /** Objects, array headers, table slot: measured with a heap histogram, rounded up. */
  private static final int OVERHEAD_BYTES = 144;

  enum Knowledge {
    /** Nothing: as if the row were not there. */
    NONE,
    /** A worker is reading it. */
    LOADING,
    /** {@link #value} and {@link #commitTs} are the newest version. */
    NEWEST,
    /** Written without having been read: {@link #value} holds, its version in the engine is not known. */
    BLIND
  }

  final byte[] key;
  final int hash;
  KeyState next;
  Knowledge knowledge = Knowledge.NONE;
  /** Null when absent. */
  byte[] value;
  /** Of the newest version that is in the engine; 0 when there is none, or none known. */
  long commitTs;
  /** The batch that wrote {@link #value}, until the engine has it; null then. */
  Batch batch;
  /** There was certainly nothing when the batch first wrote the key. */
  boolean wasAbsent;
  /** Used since the eviction's hand passed; a new row has a first chance. */
  boolean referenced = true;
  boolean indexed;
  ArrayList<Parked> waiters;

  KeyState(byte[] key, int hash) {
    this.key = key;
    this.hash = hash;
  }

  boolean known() { return knowledge == Knowledge.NEWEST || knowledge == Knowledge.BLIND; }

  /** False when the batch created the key and deleted it again: there is nothing to say to the engine. */
  boolean changes() {
    return value != null || !wasAbsent;
  }

  boolean evictable() { return batch == null && knowledge != Knowledge.LOADING; }

  int sizeBytes() { return OVERHEAD_BYTES + key.length + (value == null ? 0 : value.length); }
}
