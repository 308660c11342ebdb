package io.vertikv.tools.server;

import io.vertikv.tools.Main;

/** A node whose disk fails at some sync of the log, as a process of its own. */
public final class FailingNode {
  private static final int SYNCS = 40;

  private FailingNode() {}

  public static void main(String[] arguments) {
    TestVolume volume = new TestVolume();
    volume.syncsLeft.set(SYNCS);
    Main.main(arguments, new NodeAssembly(volume));
  }
}
