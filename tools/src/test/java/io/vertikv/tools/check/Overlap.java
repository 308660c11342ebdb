package io.vertikv.tools.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * Good histories: operations of several clients are executed one by one on a store, each at some moment between its
 * invocation and its completion. A share of them is lost: some of these failed, of the others the client knows nothing;
 * they are never executed, or before the loss, or at some time after it.
 */
public final class Overlap {
  private static final class Client {
    private int process;
    private Action action;
    private HistoryRecorder.Invocation invocation;
    private Answer answer;
  }

  private final Random random;
  private final PlainStore store;
  private final double lossShare;
  private final HistoryRecorder recorder = HistoryRecorder.ofOneThread();
  private final List<Client> clients = new ArrayList<>();
  private final List<Action> late = new ArrayList<>();
  private int processes;

  private Overlap(Random random, PlainStore store, int clients, double lossShare) {
    this.random = random;
    this.store = store;
    this.lossShare = lossShare;
    for (int i = 0; i < clients; i++) this.clients.add(client());
  }

  /** Ends with the operations given last, one after the other, when nothing else is under way. */
  public static History execute(Random random, PlainStore store, int clients, int operations, double lossShare,
      Function<Random, Action> draw, List<? extends Action> last) {
    Overlap overlap = new Overlap(random, store, clients, lossShare);
    for (int left = operations; left > 0;) if (overlap.turn(draw)) left--;
    overlap.finish(last);
    return overlap.recorder.history();
  }

  private Client client() {
    Client client = new Client();
    client.process = processes++;
    return client;
  }

  /** True when an operation was invoked. */
  private boolean turn(Function<Random, Action> draw) {
    if (!late.isEmpty() && random.nextInt(20) == 0) store.apply(late.remove(random.nextInt(late.size())));
    int number = random.nextInt(clients.size());
    Client client = clients.get(number);
    if (client.action == null) {
      client.action = draw.apply(random);
      client.invocation = recorder.invoke(client.process, client.action);
      return true;
    }
    if (random.nextDouble() < lossShare / 2) lose(number);
    else step(client);
    return false;
  }

  private void step(Client client) {
    if (client.answer == null) client.answer = store.apply(client.action);
    else {
      client.invocation.ok(client.answer);
      client.action = null;
      client.answer = null;
    }
  }

  private void lose(int number) {
    Client client = clients.get(number);
    if (client.answer == null && random.nextInt(3) == 0) client.invocation.failed();
    else {
      if (client.answer == null && random.nextBoolean()) late.add(client.action);
      if (random.nextBoolean()) client.invocation.unknown();
    }
    clients.set(number, client());
  }

  private void finish(List<? extends Action> last) {
    for (Client client : clients) while (client.action != null) step(client);
    for (Action action : last) {
      HistoryRecorder.Invocation invocation = recorder.invoke(processes, action);
      invocation.ok(store.apply(action));
    }
  }
}
