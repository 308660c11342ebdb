/**
 * An event loop as a port: {@link io.vertikv.store.loop.Loop} runs tasks one after the other, keeps timers and tells
 * the time. Production wraps a Vert.x context, the simulator virtual time. All decisions in VertiKV happen on loops.
 */
package io.vertikv.store.loop;
