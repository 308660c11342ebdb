/** What a session's parts promise without a socket: configuration, logs of slow commands, the line of replies. */
package io.vertikv.resp.session;
