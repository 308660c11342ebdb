package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;

/**
 * The door: every check that does not need the data happens here, once, in Redis' order (server.c, processCommand); behind
 * it a command is queued by MULTI, answered by the session, or submitted.
 */
final class Dispatcher {
  /** What a command under way takes beside its arguments. */
  private static final int COMMAND_BYTES = 256;

  private final FrontLoop frontLoop;
  private final FrontEnd frontEnd;
  private final Routes routes;
  private final LoopStatistics statistics;

  Dispatcher(FrontLoop frontLoop) {
    this.frontLoop = frontLoop;
    frontEnd = frontLoop.frontEnd();
    routes = frontEnd.routes();
    statistics = frontLoop.statistics();
  }

  void dispatch(Session session, Args args) {
    Route route = routes.find(args);
    if (route == null) {
      refuseUnknown(session, args);
      return;
    }
    if (!route.subcommands.isEmpty() && args.count() > 1) {
      route = route.subcommand(args);
      if (route == null) {
        refuse(session, null, Refusal.unknownSubcommand(args));
        return;
      }
    }
    session.lastCommand(route);
    if (!route.command.accepts(args.count())) {
      refuse(session, route, Refusal.arity(route.name));
    } else if (!session.authenticated() && !route.openToStrangers) {
      refuse(session, route, Refusal.NO_AUTH);
    } else if (frontEnd.roomLacking() != null && grows(session, route)) {
      refuse(session, route, Refusal.noRoom(frontEnd.roomLacking()));
    } else if (frontEnd.clients().pause() != null && mustWait(session, route)) {
      session.pause(args, route);
    } else {
      admitted(session, route, args);
    }
  }

  /** Behind all checks; also where a command goes on after a pause. */
  void admitted(Session session, Route route, Args args) {
    Block block = session.block();
    if (block != null && !route.neverQueued) queue(session, block, route, args);
    else
      if (route.wholeKeyspace && frontLoop.regions().several() && KeyspaceWalk.serves(route))
        walk(session, route, args);
      else
        if (route.handler != null)
          frontLoop.submit(session.enqueue(new DataOperation(session, route, args), args.totalBytes() + COMMAND_BYTES));
        else
          answer(session, route, args);
  }

  private void queue(Session session, Block block, Route route, Args args) {
    if (route.refusedInBlock) {
      refuse(session, route, Refusal.IN_BLOCK);
    } else if (frontLoop.load().inputExhausted(session.inputBytes())) {
      refuse(session, route, Refusal.OVERLOADED);
    } else if (!block.add(route, args, frontEnd.config().limits().blockBytesMax())) {
      refuse(session, route, Refusal.BLOCK_TOO_LARGE);
    } else {
      session.reply(Reply.QUEUED);
    }
  }

  private void answer(Session session, Route route, Args args) {
    Reply reply = session.run(route, args);
    if (reply == ExecOperation.IN_LINE) return;
    if (reply != SessionCommand.LATER) {
      session.reply(reply);
      return;
    }
    LaterReply later = session.enqueue(new LaterReply(session, route));
    session.hold();
    session.takeAnswer().then(answered -> {
      later.answer(answered);
      session.release();
    });
  }

  /** The connection's next commands wait for it, as they would in a region. */
  private void walk(Session session, Route route, Args args) {
    LaterReply later = session.enqueue(new LaterReply(session, route));
    KeyspaceWalk walk;
    session.hold();
    try {
      walk = new KeyspaceWalk(session, route, args, answered -> {
        later.answer(answered);
        session.release();
      });
    } catch (CommandError error) {
      later.answer(Reply.error(error.text()));
      session.release();
      return;
    }
    walk.start();
  }

  /** The reply of a session command that comes later. */
  private static final class LaterReply extends PendingReply {
    LaterReply(Session session, Route route) { super(session, route); }
  }

  /** CLIENT PAUSE; a block that was queued before the pause is held back at its EXEC. */
  boolean mustWait(Session session, Route route) {
    ClientRegistry.Pause pause = frontEnd.clients().pause();
    if (pause == null || pause.untilNanos() - frontLoop.loop().nanoTime() <= 0) return false;
    if (!pause.writesOnly()) return true;
    return route.isExec ? session.block() != null && session.block().mayWrite() : route.mayWrite();
  }

  private static boolean grows(Session session, Route route) {
    return route.isExec ? session.block() != null && session.block().mayGrow() : route.grows;
  }

  private void refuseUnknown(Session session, Args args) {
    if (args.is(0, "HOST:") || args.is(0, "POST")) {
      // A browser was made to send a form to this port (cross protocol scripting): nobody reads an answer.
      session.close();
      return;
    }
    refuse(session, null, Refusal.unknownCommand(args));
  }

  /** An error before anything ran; a block that was being queued will not run. */
  private void refuse(Session session, Route route, CommandError error) {
    if (route != null) statistics.rejected[route.index]++;
    CommandError shown = error;
    if (route != null && route.isExec) {
      shown = Refusal.execAborted(error);
      session.endBlock();
    } else if (session.block() != null) {
      session.block().spoil();
    }
    statistics.error(shown.text());
    session.reply(Reply.error(shown.text()));
  }
}
