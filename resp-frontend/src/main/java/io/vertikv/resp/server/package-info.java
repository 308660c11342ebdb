/**
 * The shell around sessions: {@link io.vertikv.resp.server.RespServer} listens, one verticle per event loop;
 * {@link io.vertikv.resp.server.RespChannel} is one socket, between Netty and its
 * {@link io.vertikv.resp.session.Session}. No decision about commands is made here. Uses: session, Vert.x, Netty.
 */
package io.vertikv.resp.server;
