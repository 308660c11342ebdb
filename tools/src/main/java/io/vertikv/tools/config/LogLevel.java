package io.vertikv.tools.config;

/** The least important message that is still logged. */
public enum LogLevel {
  TRACE, DEBUG, INFO, WARN, ERROR
}
