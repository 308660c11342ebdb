package io.vertikv.resp.session;

import io.vertikv.resp.reply.Reply;

/** The promise of a session command to reply later. Give it once, on the session's loop. */
@FunctionalInterface
public interface Answer {
  void reply(Reply reply);
}
