package io.vertikv.tools.sim;

import static io.vertikv.tools.sim.SimViolation.check;

import java.util.random.RandomGenerator;

/**
 * Clients that write and read a few registers, each one operation at a time, and judge every answer: a read must see all
 * that was committed anywhere before it began, and the value that the agreed log gives. What was acknowledged the ledger
 * keeps.
 */
final class SimClients {
  private static final int CLIENTS = 6;
  private static final int REGISTERS = 4;
  private static final int PATIENCE_MILLIS = 400;
  private static final int PAUSE_MILLIS_MAX = 20;

  private final SimCluster cluster;
  private final RandomGenerator random;
  private final long[] favourite = new long[CLIENTS];
  /** The operation that each client waits for; answers to older ones come too late. */
  private final long[] waiting = new long[CLIENTS];
  private long lastId;
  private long reads;
  private long unknown;

  SimClients(SimCluster cluster, RandomGenerator random) {
    this.cluster = cluster;
    this.random = random;
    for (int client = 0; client < CLIENTS; client++) later(client);
  }

  long reads() { return reads; }

  long unknown() { return unknown; }

  private void later(int client) {
    cluster.time().after(random.nextLong(PAUSE_MILLIS_MAX * SimScheduler.MILLI), () -> begin(client));
  }

  private void begin(int client) {
    long id = ++lastId;
    waiting[client] = id;
    cluster.time().after(PATIENCE_MILLIS * SimScheduler.MILLI, () -> {
      if (waiting[client] != id) return;
      unknown++;
      favourite[client] = 0;
      end(client, id);
    });
    long store = favourite[client] != 0 ? favourite[client] : 1 + random.nextInt(cluster.nodes().size());
    send(client, id, store);
  }

  private void send(int client, long id, long storeId) {
    int register = random.nextInt(REGISTERS);
    boolean reading = random.nextInt(3) == 0;
    boolean byLease = cluster.weather().leases && random.nextBoolean();
    RegisterCommand.Kind kind = random.nextBoolean() ? RegisterCommand.Kind.PUT : RegisterCommand.Kind.ADD;
    RegisterCommand command = new RegisterCommand(kind, id, register, 1 + random.nextInt(1000));
    long floor = cluster.ledger().highest();
    cluster.time().after(random.nextLong(SimScheduler.MILLI), () -> {
      SimStore store = cluster.store(storeId);
      if (store == null) {
        refused(client, id, 0);
        return;
      }
      Waiter answer = new Waiter(client, id, storeId, register, floor);
      store.loop().execute(() -> {
        if (reading) store.machine().read(register, byLease, answer);
        else store.machine().write(command, answer);
      });
    });
  }

  private void refused(int client, long id, long leaderStore) {
    if (waiting[client] != id) return;
    favourite[client] = leaderStore;
    end(client, id);
  }

  private void end(int client, long id) {
    if (waiting[client] != id) return;
    waiting[client] = 0;
    later(client);
  }

  private final class Waiter implements RegisterMachine.Answer {
    private final int client;
    private final long id;
    private final long store;
    private final int register;
    private final long floor;

    Waiter(int client, long id, long store, int register, long floor) {
      this.client = client;
      this.id = id;
      this.store = store;
      this.register = register;
      this.floor = floor;
    }

    @Override
    public void written(long index) {
      favourite[client] = store;
      cluster.trace().note(store, "acknowledges", id, index);
      end(client, id);
    }

    @Override
    public void read(long index, long value) {
      reads++;
      check(index >= floor, "store %s answered a read at %s, but %s was committed when it began", store, index, floor);
      long expected = cluster.ledger().valueAt(register, index);
      check(value == expected, "store %s answered %s for register %s at %s, the log says %s", store, value, register,
          index, expected);
      cluster.trace().note(store, "answers a read", index, value);
      end(client, id);
    }

    @Override
    public void refused(long leaderStore) { SimClients.this.refused(client, id, leaderStore); }

    @Override
    public void unknown() {
      unknown++;
      end(client, id);
    }
  }
}
