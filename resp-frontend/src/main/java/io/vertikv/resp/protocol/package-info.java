/**
 * RESP bytes: {@link io.vertikv.resp.protocol.RespEncoder} writes replies in RESP2 or RESP3, the decoder cuts commands out
 * of what a socket brought. Nothing here knows commands or data.
 */
package io.vertikv.resp.protocol;
