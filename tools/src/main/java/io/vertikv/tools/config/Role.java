package io.vertikv.tools.config;

/** What a node does in its cluster; ALL is every other one. */
public enum Role {
  ALL, PLACEMENT, STORE, FRONTEND
}
