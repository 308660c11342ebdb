package io.vertikv.tools.config;

/** How sockets are served: AUTO takes epoll where it loads. */
public enum TransportChoice {
  AUTO, EPOLL, NIO
}
