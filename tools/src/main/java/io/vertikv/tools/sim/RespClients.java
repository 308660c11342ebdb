package io.vertikv.tools.sim;

import io.vertikv.store.engine.EngineReader;
import io.vertikv.tools.chaos.load.Fate;
import io.vertikv.tools.chaos.load.Request;
import io.vertikv.tools.chaos.load.Workload;
import io.vertikv.tools.chaos.load.WorkloadKind;
import io.vertikv.tools.check.HistoryRecorder;
import io.vertikv.tools.check.Verdict;
import io.vertikv.tools.crash.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.random.RandomGenerator;

/**
 * Clients that speak RESP to any node's front end, as a client library does: they never ask the same thing twice, and take a
 * connection that broke, or an answer that took too long, for an open fate. When all have ended, an auditor reads everything
 * once more.
 */
final class RespClients implements Traffic {
  private static final int CLIENTS = 6;
  private static final int AUDITOR = 1_000;
  private static final int LOOK_MILLIS = 5;
  private static final int RESET_MILLIS_MAX = 20;

  private record Task(Workload workload, HistoryRecorder recorder, Request request) {}

  private record Course(Workload workload, HistoryRecorder recorder) {
    Task task(Request request) { return new Task(workload, recorder, request); }
  }

  private final SimCluster cluster;
  private final RandomGenerator random;
  private final Weather weather;
  private final List<Course> courses = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final Queue<Task> audit = new ArrayDeque<>();
  private boolean stopped;
  private boolean audited;
  private long acknowledged;
  private long reads;
  private long unknown;

  RespClients(SimCluster cluster, RandomGenerator random) {
    this.cluster = cluster;
    this.random = random;
    weather = cluster.weather();
    for (WorkloadKind kind : weather.kinds()) courses.add(course(kind.on("x")));
    if (weather.watches() || courses.isEmpty()) courses.add(course(new WatchedCounters()));
    for (int i = 0; i < CLIENTS; i++) clients.add(new Client(i));
    clients.forEach(Client::later);
  }

  private static Course course(Workload workload) { return new Course(workload, HistoryRecorder.ofOneThread()); }

  @Override
  public long acknowledged() { return acknowledged; }

  @Override
  public long reads() { return reads; }

  @Override
  public long unknown() { return unknown; }

  @Override
  public void stop() {
    stopped = true;
    auditWhenIdle();
  }

  private void auditWhenIdle() {
    if (clients.stream().anyMatch(client -> client.task != null)) {
      cluster.time().after(LOOK_MILLIS * SimScheduler.MILLI, this::auditWhenIdle);
      return;
    }
    for (Course course : courses) {
      for (Request reading : course.workload().closing()) audit.add(course.task(reading));
    }
    new Client(AUDITOR).later();
  }

  @Override
  public boolean idle() { return audited; }

  @Override
  public Verdict judge(EngineReader replica) {
    for (Course course : courses) {
      Verdict verdict = course.workload().judge(course.recorder().history());
      if (!verdict.holds()) return verdict;
    }
    return new Verdict.Holds();
  }

  private static byte[] encode(List<List<String>> commands) {
    StringBuilder out = new StringBuilder();
    for (List<String> command : commands) {
      out.append('*').append(command.size()).append("\r\n");
      for (String argument : command) {
        out.append('$').append(argument.length()).append("\r\n").append(argument).append("\r\n");
      }
    }
    return out.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private final class Client {
    private final int number;
    private Task task;
    private HistoryRecorder.Invocation invocation;
    /** What is being asked for the task: all of it, or a half. */
    private Request asked;
    private int questions;
    private long home;
    private SimConnection connection;
    /** How often it has connected. */
    private int era;
    private ReplyParser parser;
    private boolean greeted;
    private final List<Answer> replies = new ArrayList<>();

    Client(int number) { this.number = number; }

    void later() { cluster.time().after(random.nextLong(weather.restMillis * SimScheduler.MILLI), this::begin); }

    private void begin() {
      if (stopped && !audits()) return;
      if (audits() && audit.isEmpty()) {
        audited = true;
      } else if (connection == null && !connect()) {
        later();
      } else {
        task = audits() ? audit.remove() : draw();
        invocation = task.recorder().invoke(number, task.request().action());
        ask(task.request());
      }
    }

    private boolean audits() { return number == AUDITOR; }

    private Task draw() {
      Course course = courses.get(random.nextInt(courses.size()));
      return course.task(course.workload().next(random));
    }

    private boolean connect() {
      home = 1 + random.nextInt(cluster.nodes().size());
      SimStore store = cluster.store(home);
      if (store == null) return false;
      parser = new ReplyParser();
      greeted = random.nextDouble() >= weather.readsHere;
      connection = store.front().connect(new Line(++era));
      if (!greeted) connection.ask(encode(List.of(List.of("READONLY"))));
      return true;
    }

    private void ask(Request request) {
      asked = request;
      replies.clear();
      connection.ask(encode(request.commands()));
      int mine = ++questions;
      boolean impatient = !audits() && random.nextDouble() < weather.reset();
      long millis = impatient ? random.nextLong(RESET_MILLIS_MAX) : weather.clientPatienceMillis();
      cluster.time().after(millis * SimScheduler.MILLI, () -> {
        if (mine == questions && task != null) lost();
      });
    }

    private final class Line implements SimConnection.Peer {
      private final int number;

      Line(int number) { this.number = number; }

      @Override
      public void received(byte[] bytes) {
        if (number != era || connection == null) return;
        parser.append(bytes);
        for (Answer reply = parser.next(); reply != null; reply = parser.next()) heard(reply);
      }

      @Override
      public void broken() { if (number == era && connection != null) lost(); }
    }

    private void heard(Answer reply) {
      if (!greeted) {
        greeted = true;
        return;
      }
      SimViolation.check(task != null, "client %s was answered what it had not asked: %s", number, reply);
      replies.add(reply);
      if (replies.size() == asked.commands().size()) answered();
    }

    /** The connection is of no use any more. */
    private void lost() {
      leave();
      if (task != null) end(new Fate.Unknown("the connection was lost"));
    }

    private void leave() {
      connection.hangUp();
      connection = null;
    }

    private void answered() {
      boolean refused = replies.stream().anyMatch(reply -> reply instanceof Answer.Failure);
      boolean first = WatchedCounters.isFirstHalf(asked);
      if (first && !refused) ask(WatchedCounters.secondHalf(asked, replies.getLast()));
      else if (first) giveUpWatching();
      else if (asked != task.request() && replies.getLast() instanceof Answer.Nil) end(new Fate.Refused("overtaken"));
      else end(Fate.of(asked, replies));
    }

    /** What is still watched would make a later block of the connection fail. */
    private void giveUpWatching() {
      leave();
      end(new Fate.Refused("could not be read"));
    }

    private void end(Fate fate) {
      Task ended = task;
      task = null;
      boolean writes = !ended.request().action().onlyReads();
      switch (fate) {
        case Fate.Done(io.vertikv.tools.check.Answer answer) -> {
          if (writes) acknowledged++;
          else reads++;
          cluster.trace().note(home, writes ? "acknowledges" : "answers a read", number, era);
          invocation.ok(answer);
        }
        case Fate.Refused no -> {
          cluster.trace().note(home, "refuses", number, era);
          invocation.failed();
        }
        case Fate.Unknown maybe -> {
          if (writes) unknown++;
          cluster.trace().note(home, "does not know", number, era);
          invocation.unknown();
        }
        case Fate.Strange odd -> throw new SimViolation(asked.commands() + " was answered: " + odd.what());
      }
      boolean done = fate instanceof Fate.Done;
      if (!done && audits()) audit.add(ended);
      if (!done && connection != null && random.nextBoolean()) leave();
      later();
    }
  }
}
