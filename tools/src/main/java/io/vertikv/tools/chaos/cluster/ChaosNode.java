package io.vertikv.tools.chaos.cluster;

import io.vertikv.tools.chaos.net.FaultProxy;
import io.vertikv.tools.crash.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One node: its folder and ports stay, its processes come and go. Used by one thread at a time. */
public final class ChaosNode implements AutoCloseable {
  private final int index;
  private final ChaosPorts ports;
  private final Path data;
  private final Path output;
  private final FaultProxy proxy;
  private final NodeLauncher launcher;
  private NodeProcess process;
  private boolean expected;
  private Optional<SmallDisk> disk = Optional.empty();

  ChaosNode(int index, ChaosPorts ports, Path folder, FaultProxy proxy, NodeLauncher launcher) {
    this.index = index;
    this.ports = ports;
    this.data = folder.resolve("node" + (index + 1));
    this.output = folder.resolve("node" + (index + 1) + ".log");
    this.proxy = proxy;
    this.launcher = launcher;
  }

  public int index() { return index; }

  /** As people count. */
  public String name() {
    return "node " + (index + 1);
  }

  public int redisPort() { return ports.redis(); }

  /** What it says of itself; empty when it is not up or does not answer. */
  public Optional<NodeState> state() {
    return isUp() ? NodeState.of(ports.redis()) : Optional.empty();
  }

  public String adminAddress() { return "127.0.0.1:" + ports.admin(); }

  /** For operators; close it. */
  public AdminPort admin() { return new AdminPort(ports.admin()); }

  public FaultProxy proxy() { return proxy; }

  /** Its data lies on this disk; before the first start. */
  void on(SmallDisk small) {
    disk = Optional.of(small);
  }

  public boolean hasSmallDisk() { return disk.isPresent(); }

  public Path data() { return data; }

  /** What it has printed in all its lives. */
  public Path output() { return output; }

  public void start() throws IOException {
    process = launcher.launch(ports, proxy.port(), data, output);
    expected = true;
  }

  public void awaitReady() throws InterruptedException {
    try {
      process.awaitPort();
    } catch (RuntimeException failed) {
      throw new ChaosFailed(name() + " (" + output + ")", failed);
    }
  }

  public boolean isUp() { return process != null && process.isAlive(); }

  /** It was started, and neither stopped nor killed since. */
  public boolean isExpected() { return expected; }

  /** It should be there and is not. */
  public boolean hasEndedByItself() {
    return expected && !process.isAlive();
  }

  public void kill() throws InterruptedException {
    expected = false;
    process.kill();
  }

  /** SIGTERM; it must end in peace. */
  public void stop() throws InterruptedException {
    expected = false;
    int code = process.terminate();
    if (code != 0) throw new ChaosFailed(name() + " ended with code " + code + " on SIGTERM, see " + output);
  }

  public void pause() throws IOException, InterruptedException { signal("-STOP"); }

  public void resume() throws IOException, InterruptedException { signal("-CONT"); }

  private void signal(String name) throws IOException, InterruptedException {
    if (process.isAlive()) ShellCommand.run(List.of("kill", name, Long.toString(process.pid())));
  }

  public void fillDisk() throws IOException { disk.orElseThrow().fill(); }

  public void freeDisk() throws IOException { disk.orElseThrow().release(); }

  public SlowDisk slowDisk(int delayMillis) throws IOException { return SlowDisk.of(process.pid(), delayMillis); }

  /** Without regard for what it is doing. */
  @Override
  public void close() throws IOException {
    expected = false;
    proxy.close();
    if (process == null) return;
    try {
      process.kill();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    if (disk.isPresent()) disk.get().close();
  }
}
