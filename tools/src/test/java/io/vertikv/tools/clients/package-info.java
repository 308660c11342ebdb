/**
 * Real Redis clients against a real node over TCP. {@link io.vertikv.tools.clients.NodeExtension} starts the node, once for
 * all classes; each test begins with an empty one. What is tested here is that the libraries people use work as they come,
 * with their defaults; what each command answers is for the session scripts.
 */
package io.vertikv.tools.clients;
