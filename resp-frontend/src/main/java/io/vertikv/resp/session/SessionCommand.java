package io.vertikv.resp.session;

import io.vertikv.resp.command.Args;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;

/**
 * A command that the front end answers by itself: PING, CLIENT, CONFIG, INFO. It runs on the connection's loop, in the
 * order of the connection's commands; its reply takes its place behind those of earlier commands.
 *
 * <p>A command that cannot answer at once takes an {@link Answer} with {@link Session#later()} and returns {@link #LATER};
 * the connection's next commands wait until it is given. {@link Session#transact} is the short way for one that has to look
 * at the data. A failure is thrown as {@link CommandError} or returned as {@link Reply.Failure}.
 *
 * <p>Registered by name: the command's line in the table is {@code Command.session("NAME", arity)}, its code is put into
 * the map that {@link FrontEnd} is built from, under "NAME" or, for a subcommand with code of its own, "NAME|SUB".
 */
@FunctionalInterface
public interface SessionCommand {
  /** Not a reply: the answer comes through the {@link Answer} that was taken. Compared by identity, never sent. */
  Reply LATER = new Reply.Simple("the answer comes later");

  Reply run(Session session, Args args);
}
