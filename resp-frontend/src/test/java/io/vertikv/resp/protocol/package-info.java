/** RESP bytes in and out: properties of the decoder, its errors to the letter, the encoder's bytes. */
package io.vertikv.resp.protocol;
