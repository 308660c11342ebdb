/**
 * Everything that you run. {@link io.vertikv.tools.Main} is the only entry point and lists the commands; each command
 * is a class of its own that reads its options and hands over to a room: {@code config} (settings), {@code server}
 * (the process around a node), {@code cluster} (how nodes become one),
 * {@code playground} (several on this machine), {@code bench}, {@code crash} (kills a node to see what it keeps), {@code dist} (the
 * distribution that the build makes).
 * Nothing below this module knows that it exists.
 */
package io.vertikv.tools;
