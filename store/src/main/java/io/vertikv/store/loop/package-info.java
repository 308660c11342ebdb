/**
 * Threads as ports. {@link io.vertikv.store.loop.Loop} runs tasks one after the other, keeps timers and tells the time;
 * all decisions in VertiKV happen on loops. {@link io.vertikv.store.loop.Lane} runs {@link io.vertikv.store.loop.LaneWork}
 * that may block, a step at a time. Production wraps a Vert.x context and a thread, the simulator virtual time.
 */
package io.vertikv.store.loop;
