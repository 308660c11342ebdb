package io.vertikv.tools.config;

/** One line of text for people, or one JSON object for log collectors. */
public enum LogFormat {
  PLAIN, JSON
}
