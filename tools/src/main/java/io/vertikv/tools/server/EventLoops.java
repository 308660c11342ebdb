package io.vertikv.tools.server;

import io.vertikv.tools.config.NodeConfig;
import io.vertikv.tools.config.TransportChoice;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.transport.Transport;
import java.util.concurrent.TimeUnit;

/** Makes the Vert.x instance of the process: its loops, their transport and the watch over blocked ones. */
final class EventLoops {
  private EventLoops() {}

  static Vertx open(NodeConfig config) {
    long blockedMillis = config.watch().blockedLoopMillis();
    VertxOptions options = new VertxOptions().setEventLoopPoolSize(config.server().eventLoops())
        .setBlockedThreadCheckInterval(blockedMillis).setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
        .setMaxEventLoopExecuteTime(blockedMillis).setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
        .setWarningExceptionTime(blockedMillis).setWarningExceptionTimeUnit(TimeUnit.MILLISECONDS).setDisableTCCL(true)
        .setAddressResolverOptions(new AddressResolverOptions())
        .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    return Vertx.builder().with(options).withTransport(transport(config.server().transport())).build();
  }

  static Transport transport(TransportChoice choice) {
    Transport epoll = Transport.EPOLL; // null when its classes are not there
    return switch (choice) {
      case NIO -> Transport.NIO;
      case AUTO -> epoll != null && epoll.available() ? epoll : Transport.NIO;
      case EPOLL -> {
        if (epoll == null || !epoll.available())
          throw new StartRefused("server.transport = epoll cannot be used here ("
              + (epoll == null ? "not part of this build" : epoll.unavailabilityCause()) + "): choose auto or nio");
        yield epoll;
      }
    };
  }
}
