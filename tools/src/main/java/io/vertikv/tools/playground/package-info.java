/**
 * A cluster on this machine, for trying things out. {@link io.vertikv.tools.playground.Playground} starts the processes,
 * passes their output on and stops them; {@link io.vertikv.tools.playground.PlaygroundPlan} says what runs where. Nodes are
 * whole processes, started as anybody would start them: nothing here knows their inside.
 */
package io.vertikv.tools.playground;
