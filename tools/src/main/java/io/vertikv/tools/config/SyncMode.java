package io.vertikv.tools.config;

/** When a write is fsynced: before its reply, every interval, or whenever the operating system likes. */
public enum SyncMode {
  ALWAYS, INTERVAL, NEVER
}
