/** What a command answers, as values: {@link io.vertikv.resp.reply.Reply}. No bytes of the protocol here. */
package io.vertikv.resp.reply;
