package io.vertikv.tools.config;

/** How nodes find each other: at the addresses of {@code join}, by multicast, or by a headless service of Kubernetes. */
public enum DiscoveryMode {
  JOIN, MULTICAST, KUBERNETES
}
