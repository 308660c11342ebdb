package io.vertikv.tools.config;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which environment variables are meant for the configuration. The launcher has some of its own, and Kubernetes invents
 * variables for every service in the namespace: a service named "vertikv" makes VERTIKV_PORT=tcp://10.0.0.1:6379 and a
 * dozen more, which nobody wrote and which must not keep a node from starting.
 */
final class Variables {
  static final Set<String> LAUNCHER = Set.of("VERTIKV_JAVA_HOME", "VERTIKV_JAVA_OPTS", "VERTIKV_MEMORY", "VERTIKV_HEAP",
      "VERTIKV_GC", "VERTIKV_AOT", "VERTIKV_DRY_RUN", "VERTIKV_CONFIG");
  private static final Pattern SERVICE_LINK_NAME = Pattern
      .compile("VERTIKV_(.*_)?(SERVICE_HOST|SERVICE_PORT|SERVICE_PORT_.*|PORT_[0-9]+_(TCP|UDP)(_.*)?)");
  private static final Pattern SERVICE_LINK_VALUE = Pattern.compile("(tcp|udp|sctp)://.*");

  private Variables() {}

  static boolean mayBeSetting(String variable, String text) {
    return variable.startsWith(Setting.ENVIRONMENT_PREFIX) && !LAUNCHER.contains(variable)
        && !SERVICE_LINK_NAME.matcher(variable).matches() && !SERVICE_LINK_VALUE.matcher(text).matches();
  }
}
