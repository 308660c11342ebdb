/** Proxies between real sockets: what is cut waits, what is healed arrives, what is slow comes late. */
package io.vertikv.tools.chaos.net;
