package io.vertikv.tools.server;

/** A port that is open, and what to do with it. */
public record Listening(String what, String host, int port, String howToConnect) {}
