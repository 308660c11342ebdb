/** Tests of the process around a node, over real sockets and folders. */
package io.vertikv.tools.server;
