package io.vertikv.resp.script;

import java.io.IOException;
import java.util.List;

/** Something that answers commands: a server, or the command table in memory. */
public interface ScriptTarget extends AutoCloseable {
  /** Sends a command as the client of this number (each has a connection of its own) and returns the reply's lines. */
  List<String> send(int client, List<byte[]> arguments) throws IOException;

  /** True for VertiKV, false for a real Redis. */
  boolean ours();

  /** Major and minor version of the Redis it is or claims to be: 700, 702. */
  int redisVersion();

  @Override
  void close() throws IOException;
}
